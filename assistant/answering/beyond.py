"""What is said to the assistant that no source can answer: greetings, and wishes for other things (folded)."""

import re

GREETING = re.compile(
    r"^(?:谢谢|多谢|感谢|你好|您好|再见|拜拜|早上好|晚上好|hi|hello|thanks?(?: you)?|bye|good (?:morning|evening))"
    r"(?:你|您|了|啦|[!！。.,，~ ])*$"
    r"|(?:你|(?:这个?)?(?:助手|工具|网站|系统|机器人))(?:能|会|可以)(?:帮我)?(?:做|干|回答)(?:什么|哪些|啥)|怎么用(?:你|这个)?|使用说明"
    r"|^(?:help|what can you do|how do i use (?:this|it))\W*$|^帮助$"
)
"""What people type first: they are told what they can ask."""
OUT_OF_SCOPE = re.compile(
    r"(?:帮|替|给|请)(?:我|你|忙)?(?:写|拟|起草|做|整理)(?:一?[篇份个段封])?.{0,10}(?:总结|报告|材料|通知|方案"
    r"|发言稿|简历|ppt|讲话稿|新闻稿)|"
    r"(?:写|(?<![工合协运操制动])作|编|创作|来(?=一?[首篇段个份封]))(?:一?[首篇段个份封])?.{0,12}(?:诗|歌词|小说|故事|作文|笑话|代码|程序|情书|剧本|邮件"
    r"|演讲稿|论文|广告|文案|对联|段子)"
    r"|(?:明天|后天|下周|下个?月)[^,，。]{0,10}[会能][^,，。]*[吗么?？]"
    r"|\bwill .{2,40}\b(?:tomorrow|next (?:week|month))\b"
    r"|天气|股(?:票|市)(?!.{0,6}(?:上市|发行))|买什么|彩票|菜谱|怎么做(?:菜|饭)|食谱|星座|算命|翻译(?:一下)?(?:这|下面|以下)|(?:推荐"
    r"|介绍).{0,10}(?:餐厅|酒店|"
    r"景点|旅游|电影|书籍|餐馆|美食|手机)|汇率|世界杯|比分|明星(?!企业|产品|项目)|感冒|看病|吃什么药|(?:帮我)?(?:算"
    r"|计算)(?:一下)?\d+[+*/×÷-]|^\W*\d+ ?[+*/×x÷-] ?\d+ ?(?:[=＝]|等于|得(?:多少|几)|equals?\b)|你是谁|"
    r"你叫什么|房价|机票|火车票|订票"
    r"|(?:^|\b(?:please|you|me|to|let's) )(?:write|compose|draft|create|generate)\b.{0,30}\b"
    r"(?:poem|song|story|essay|joke|code|script|program|letter|email|novel|speech|haiku|function|lyrics)\b"
    r"|\bweather\b|\bstocks?\b|\binvest(?:ment)? advice\b|\brecipe\b|\brestaurants?\b|"
    r"\bhotels?\b|\bmovies?\b|\blottery\b|\bhoroscope\b|\bexchange rate\b|\bworld cup\b|"
    r"\bsymptoms?\b|\bmedicine\b|\bflight\b|\btranslate (?:this|the following)\b|"
    r"\bwho are you\b|\btell me a joke\b|\bbest (?:phone|laptop|car)\b|\bcapital of\b|"
    r"\bpresident of the united\b"
)
