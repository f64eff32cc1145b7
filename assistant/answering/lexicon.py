"""The words by which questions say what they want, Chinese (simplified, folded) and English (lower case)."""

import re

from assistant.language.numerals import ENGLISH_ORDINALS

DEADLINE = "\ue002"
"""Stands in a question for the year by which the programme is to reach its targets (a private-use character)."""

TARGET = re.compile(
    r"目标|指标|计划(?:培|建|成|服|托|引|推|组|形|完)|(?:要|应|将|打算|拟|需要|准备)(?:在.{0,10})?(?:建|培|服|成立"
    r"|组|托|引|推|形|扶)"
    r"|到\ue002年(?:要|应|计划|将)|按计划|计划(?:做|搞|办)|预定|[要得需](?:做到|有|建|达到)多少才|按12621|得(?:有|建"
    r"|达到|完成)(?:多少|几)|才(?:能?达标|够数?|算完成)|应当|应该|到\ue002年[^,，。了已]{0,14}(?:多少|几)"
    r"|要[^,，。]{0,6}(?:多少"
    r"|几[个家名项支])|预期|预计|准备(?:培|建|成"
    r"|服|托|引|推|组|形)|原[定订]|写的是|写着|当初定|原计划|定的(?:是"
    r"|目标|数)|任务量|任务数|计划数|"
    r"规划(?:培|建|设|成|服|托|引|推|组|形)|拿出|要多少|需要多少|该(?:建|培|服)|要达到|应达到|将达到|要有多少"
    r"|\btargets?\b|\bgoals?\b|\baim(?:s|ed|ing)?\b|\bplan(?:s|ned)? (?:to|for)\b|"
    r"\bsupposed\b|\bset out\b|\bintend|\bby \ue002"
    r"|\bset (?:for|at|as)\b|\b(?:number|figure)s? .{0,30}\bset\b|\bto reach\b|\bplanned\b|\bpromised\b|\bpledged?\b"
    r"|\bmeant to\b|\bobjectives?\b|\bhope(?:s|d)? to\b|\b(?:is|are|was|"
    r"were) (?:\w+ )?to be\b|\bcalls? for\b|\bwill be\b|\bare planned\b|\bwere planned\b|"
    r"\bis planned\b|\bto be (?:\w+ed|set up|built)\b|"
    r"\b(?:ought to|must|should) (?:be|have|reach|serve|train|form|found|set|build|back|produce|attract)\b"
    r"|\bwant(?:s|ed)? to\b"
)
PROGRESS = re.compile(
    r"进展|进度|完成(?!时间|期限|年|日期)|做到|达到(?!多少年)|达标|实现|已经?|目前|现在|如今|截至|截止|迄今|至今|实际"
    r"|(?:成立|建立|建成|组建|培训|服务|托举|培养|引进|扶持|转化|形成|建|办|落地|支持)(?:起来)?(?:了|过)|了多少"
    r"|了几|多少[家个名项]了|几[家个名项]了|情况|最新"
    r"|\bprogress\b|\bso far\b|\b(?:has|have|had|is|are|was|were)\b.{0,60}\b(?:been|built|"
    r"established|founded|set up|formed|trained|served|finished|opened|reached|met|completed|"
    r"achieved|done)\b|\bdone\b|\bsucceed|\bachiev|\b(?:have|has|had|was|were) (?:been |"
    r"already |"
    r"actually )?(?:\w+ed|set|built|met|reached)\b"
    r"|\bpublished about\b|\bupdates?\b|\bhow things\b|\bwhere (?:do|are) (?:we|things|they)\b|程度|地步|完了|完没|更新"
    r"|最近的?(?:数|情况|进展|一次)"
    r"|\balready\b|\bactual(?:ly)?\b|\bexist(?:s|ed)?\b|\bcurrent(?:ly)?\b|\bnow\b|\bas of\b|"
    r"\blatest\b|\bto date\b|\bcomplet|"
    r"\bare there\b|\bwere there\b|\bdid (?:it|the|they)\b|\breported\b|\bstatus\b|\bmet\b|"
    r"\breach(?:ed)?\b|\bhow far\b|\bup to now\b|\bdoing\b|\bstand(?:s|ing)?\b"
)
TARGET_VOICE = re.compile(
    r"(?:做到|完成|达到)(?=多少才)|才(?:能?达标|够数?|算完成)|(?:当初|原本|原来)?定了(?=多少|几)|\b(?:the )?planned\b"
    r"|\bto (?:reach|attain)\b"
    r"|\b(?:should|must|ought to|shall|will|would) (?:be|have been) \w+|"
    r"(?:需?要|应该?|须|计划)(?:达到|完成|实现)(?=多少|几)|"
    r"\b(?:supposed|meant|expected|intended|planned|due|scheduled|bound) to (?:have )?(?:be(?:en)? )?\w+"
    r"|\b(?:is|are|was|were) (?:originally |initially |once )?(?:planned|intended|targeted|foreseen|envisaged"
    r"|expected|due)\b"
    r"|\bto (?:have been|be) \w+(?: (?:or|and) \w+)?|\bdid .{2,30}? (?:set|plan|promise|pledge|commit|aim|intend)\b"
)
"""A goal in words that elsewhere report what was done: "were supposed to be served"."""
TWELVE = re.compile(
    r"(?:十二|12)(?:[项大](?!措施)|个(?=的?(?:目标|指标|任务|项|数)))|\b(?:the|all|its|their|these|those) (?:twelve"
    r"|12)\b"
    r"|\b(?:twelve|12) (?:\w+ )?(?:targets?|goals?|items?|indicators?|objectives?|lines?|kpis?|pledges?)\b"
)
"""The programme by the number of its targets."""
WHEN_DONE = re.compile(
    r"(?:什么时候|何时|哪一?年|几时)(?:才|会|要|就|算)*(?:结束|到期|截止|收官|收尾)|"
    r"(?:什么时候|何时|哪一?年|几时|多久|哪天)(?:要|应|能|会|前|内|底)?(?:完成|达到|实现|到期|建成|[做建办弄搞]完)"
    r"|完成(?:的)?(?:时间|期限|年限|"
    r"日期)|截止(?:时间|年份|日期)|目标年|期限|到(?:哪|何|什么)一?年|哪一?年(?:为止|到期)"
    r"|\bby when\b|\bdeadline\b|\bby what year\b|\bby which year\b|\btarget (?:year|date)\b|\bend date\b"
    r"|\bcut-?off\b|\bwhen (?:is|are|was|were|"
    r"should|must) .{0,60}(?:due|finish|complet|reach|achiev|met)"
)
COUNT = re.compile(
    r"多少(?!钱|元|资金|经费|预算)|(?:更新|最新|完成|实际|新)的?数(?![学量字据])|(?<!哪)几(?:个|家|名|人|位|项|条"
    r"|份|支|件|所|批|场)|数量|人数|家数|个数|总数|数字|数据|(?:哪一?[个种类项边家场次届年]|谁)[^,，。?？]{0,12}?更?多(?=[?？呢一]|$)"
    r"|\bhow many\b|\battendance\b|\bturnout\b|\bnumber of\b|\bwhat number\b|\bcount\b|"
    r"\bfigures?\b|\bnumbers?\b|\bhow much of\b|\bhead-?count\b|\btally\b|\btotals?\b"
)
RATIO = re.compile(
    r"完成率|算得出|算不出|成是?怎么|怎么算|比例|占(?:目标|比)|百分比|百分之几|完成度|几成|达成率"
    r"|\bper ?cent|\bcompletion rate\b|\bproportion\b|\bshare of the target\b|"
    r"\bagainst (?:the|its|a) target\b|\bratio\b|\brate\b"
)
DIFFERENCE = re.compile(
    r"离(?:目标|指标)|再(?:建|培|服|成立|组建|培训|服务)[^,，。]{0,4}(?:多少|几)|还要(?:多少|几)"
    r"|(?<!最)[多少]了(?:多少|几)|(?:提高"
    r"|增加|增长|上涨|涨|下降|减少)了?多少"
    r"|相?差多少|差几|还差|超额|超出|超了|超额?(?:了)?多少|多出|少多少|多多少|缺口|差距|超过目标|相差|还缺"
    r"|\bgap\b|\bhow far (?:\w+ ){1,6}from\b|\bovershoot|\bovershot\b|\boutstrip|\bsurplus\b|\bby how much\b"
    r"|\bhow short\b|\bshort of\b"
    r"|\bshortfall\b|\bhow (?:many|much) more\b|\bdifference between\b|"
    r"\bexceed|\babove (?:the )?target\b|\bfar from\b|\bversus\b|\bvs\.?(?!\w)|\bmissing\b"
)
STATUS = re.compile(
    r"(?:建成|成立|建立|组建|办成|设立)(?:了|起来)?(?:吗|没有?|么)|(?:完成|达标|达到|实现|达成"
    r"|超额)(?:了)?(?:目标)?(?:了)?(?:吗|"
    r"没有?|么|与否)|是否(?:已经?)?(?:完成|达标|达到|实现|超额)|有没有(?:完成|达标|达到|实现)"
    r"|\b(?:is|was|were|are|been) (?:the |this |that |its )?(?:\w+ )*(?:target |goal )?(?:met|"
    r"reached|achieved|fulfilled|exceeded)\b|\bdid .{0,60}(?:meet|reach|achieve|hit|beat|surpass|exceed|fulfil)"
    r"|\b(?:on|off) (?:track|schedule|course)\b|\b(?:behind|ahead of) schedule\b"
    r"|\b(?:did|has|is|was) the (?:\w+ )?programm?e? (?:\w+ )?(?:finish\w*|complet\w*|over|done)\b"
)
HISTORY = re.compile(r"历史|变化|历年|逐年|趋势|先后|\bhistory\b|\bover time\b|\btrend\b|\bevol")
OPEN = re.compile(
    r"\bhas (?:anything|something)\b|\bis there (?:anything|any news)\b|\bhave done\b|\bupdates?\b|\bwhat did\b"
    r"|\bwhat happened\b|\bwhat has\b|\bresults of\b"
    r"|\bwhat came (?:out )?of\b|\boutcomes?\b|\bwhat was achieved\b"
    r"|情况|规模|奖项|概况|成果|做了(?:什么|哪些)|干了什么"
    r"|开展了(?:什么|哪些)|如何|怎么样|怎样|怎么报|进展|进度|\bhow (?:is|are|did|does|has|have)\b|\bprogress\b"
    r"|\bstatus\b"
    r"|\bhow far\b"
)
COMPARABLE = re.compile(
    r"^(?!.*(?:多少|几[个家名人项位])).*(?<!才)算(?:是|得上|不算)?(?:完成|达标|实现|达到)(?!率)|"
    r"连成|[拼放凑加算混]在一起|直接[相]?加|\bbe (?:joined|combined|compared|added|put together|summed)\b|一回事|同一|"
    r"相同|一样|能不能(?:相?加|比)|可以(?:相?加|比较)|相加|加起来|加总|合计起来|可比|能比|能否|算不算|算作|计入"
    r"|等于|区别|不同|混"
    r"|能不能(?:算|当)|能(?:不能)?(?:直接)?[算当拿](?:作|是|做|来|成)?.{1,16}(?:完成|达标|指标|目标|进展|进度|比)"
    r"|拿来?[跟和与同].{1,12}比"
    r"|再加上?\d|加上|并到|并入|并进|合并|拼成|合计成|写成|统计到|统计进|画成|一条(?:增长)?线|曲线|走势图|不就是|就是那"
    r"|\bset against\b|\bbook (?:it|that|this|them)\b|\bcount (?:it|that|this|them)\b|\b(?:merg|lump|pool|aggregat"
    r"|plot)(?:e|ed|es|ing|ted|s)?\b|\bone (?:growth )?line\b|\bgrowth (?:line"
    r"|curve)\b|\btrend line\b"
    r"|\bsame (?:as|thing|measure)\b|\badd(?:ed)?\b.{0,70}\b(?:up|together|to)\b|\bsum\b|"
    r"\bcomparable\b|\bcan .{0,40}compar|\bcount(?:s|ed)? (?:toward|as|for|to)\b|"
    r"\bdiffer(?:ent|ence)\b|\bequal\b"
)
ALL_TARGETS = re.compile(
    r"哪些(?:具体)?(?:的)?(?:目标|指标)|(?:目标|指标)(?:都|一共|总共|分别|各)?(?:有哪些|是哪些|有什么|是什么|包括"
    r"|包含|列)|(?:全部|所有|"
    r"十二[个项]|12[个项]|各项|列出.{0,12}|主要|具体|总体)(?:的)?(?:量化)?(?:目标|指标)"
    r"|(?:list|name|enumerate|what are|which are|give|show|tell).{0,40}(?:targets|goals|"
    r"objectives)|\b(?:all|twelve|12) (?:of )?(?:the |its )?(?:targets|goals|objectives)\b|"
    r"(?:targets|goals) (?:of|for|in|set by) .{0,20}12621"
    r"|12621.{0,30}(?:targets|goals|objectives)\b"
)
OVERVIEW = re.compile(
    r"哪些(?:目标|指标|项目?)?.{0,8}(?:完成|达标|达到|超额|超过|超出|超了|没|未|落后|查到|报告|实现)|(?:总体|整体|全部|各项|所有"
    r"|十二[个项]|"
    r"12[个项]).{0,8}(?:进展|进度|完成|情况|现状)|12621(?:工程|计划|项目)?(?:目前|现在|最新"
    r"|截至.{0,10})?(?:的)?(?:总体|"
    r"整体)?(?:进展|进度|完成(?:率|情况|得|度)|做到|达标)"
    r"|哪几[项个](?:目标|指标)?(?:已|没|未|完成|达|超)|每一?[项个](?:目标|指标).{0,10}(?:进展|进度|完成|情况|状态)"
    r"|\b(?:status|progress|state) of (?:each|every|all)\b|\b(?:each|every|"
    r"all) .{0,20}(?:targets?|goals?|indicators?)\b.{0,30}(?:status|progress)"
    r"|which (?:of the )?(?:\w+ )?(?:targets|goals|indicators|ones)?.{0,30}(?:met|reached|"
    r"exceeded|achieved|missed|behind|not reported|unreported|no (?:figure|progress|number)|"
    r"without)|overall progress|overall status"
    r"|^(?:请问)?(?:这里)?(?:最|比较)?(?:重要|关键|核心|主要)的?(?:几个)?(?:数字|数据)(?:有哪些|是哪些|是什么|是多少)?[?？]*$"
    r"|^(?:what are|give me|list|show me) (?:the )?(?:most important|key|main|headline) (?:figures|numbers|data"
    r"|statistics|facts and figures)\W*$"
    r"|(?:progress|status) (?:of|on|for) (?:the )?(?:whole |entire |overall )?(?:12621|"
    r"program)|how far (?:is|has|along).{0,20}(?:12621|program)|how (?:is|has).{0,30}(?:12621|"
    r"program)\w*.{0,12}(?:going|doing|progress|come)"
)
SOURCE = re.compile(
    r"(?:哪家|哪个|哪些|什么|哪份|哪篇)(?:媒体|报纸?|网站|来源|报道|文章|文件)|出处|谁报的|出自(?:哪|什么)|(?:数字?|数据|说法)是?(?:从哪|哪)里?来|依据(?:是|在)|来源(?:是|在)"
    r"|\b(?:which|what) (?:report|source|outlet|media|newspaper|article|paper|document)s?\b|\bfrom where\b"
    r"|\bwhere .{2,30} (?:come|comes|came) from\b|\bwho reported\b"
    r"|\bsource for\b"
)
"""Where a figure stands."""
WHOSE = re.compile(r"谁的 ?(?:目标|指标|数|任务|goal|target)|\bwhose (?:goal|target|figure|number)")
PREMISE = re.compile(
    r"既然|的情况下|都知道|大家都说|报道说|听说|据说"
    r"|\b(?:now that|since|given that|seeing that|as (?:everyone|everybody|we all) knows?|i (?:read|heard|hear"
    r"|saw) that)\b|^with \d"
)
"""Words by which a question takes for granted what follows them."""
PHASE = re.compile(
    r"第?[二三四]期|下一[期轮]|下一?个.{0,6}(?:计划|规划)|后续目标|"
    r"\b(?:second|third|next|new) phase\b|\bphase (?:two|three|2|3|ii|iii)\b|\bsuccessor\b"
)
EXACT_DAY = re.compile(r"哪一?天|几号|几日|几月几|\bwhat (?:date|day)\b|\bwhich (?:date|day)\b|\bon what\b")
EXTREME = re.compile(
    r"最[大小高低多少](?:的)?(?:目标|指标|一项|数)|(?:目标|指标|数).{0,6}最[大小高低多少]|\b(?:largest|biggest|highest|"
    r"smallest|lowest) (?:target|goal|number|figure)"
    r"|\b(?:target|goal|number)s? (?:is|was|are) (?:the )?(?:largest|biggest|highest|smallest|lowest)\b"
)

CODE_DIGIT = re.compile(r"(?:打头|开头|首位|末位|末尾|第[一二三四五]位|最后一位)(?:的|那个)? ?[126“\"]")
"""A digit of the name, which may be asked about beside an indicator."""
CODE = re.compile(
    r"(?:为什么|为何|怎么|缘何).{0,10}(?:叫|称|取名|命名|得名)|(?:数字|代号|名称|名字|含义|编号).{0,12}(?:含义|意思"
    r"|由来|来历|怎么来|"
    r"代表|解释|理解|拆解)|(?:怎么|如何|怎样)理解|(?:含义|寓意|由来|来历)|(?:12621|数字|代号|名字).{0,8}(?:代表"
    r"|指什么|什么意思|意味)"
    r"|(?:中间|前面?|后面?|第一|第二|第三|最后|开头|末尾|两)(?:的|那|一)*(?:个|位)? ?[126](?!\d"
    r"|[年月日家个名项])(?:个|分|代|对|各|指|是|和|,|，|mean|$)*"
    r"|\b(?:first|second|third|middle|last|two|both|the) [126](?:'?s)?(?: in| stand| mean|\?|$)"
    r"|\bstand(?:s)? for\b|\bwhy (?:is|was) .{0,30}\bcall|\b(?:meaning|"
    r"origin) of .{0,20}(?:12621|number|name|code)|what does .{0,30}12621.{0,20}mean|"
    r"\bwhere does the (?:name|number)|\bhow (?:to|should|do) .{0,20}(?:read|interpret|"
    r"understand)\b|\bcode\b"
)
BELONGS = re.compile(
    r"(?:算在|列入|属于|包括在|算|在).{0,8}(?:十二[个项]|12[个项])?(?:目标|指标)(?:里|内|之内|之中|中)"
    r"|是不是.{0,12}(?:12621|"
    r"它|该工程|科协).{0,12}(?:目标|指标|一部分|任务|内容)|(?:属于|算|计入|算进|纳入|归).{0,6}12621"
    r"|是(?:不是)?12621.{0,8}(?:目标|指标|"
    r"任务|一部分|内容)"
    r"|12621 ?的? ?kpi|\bpart of (?:the )?12621|\b12621 (?:target|goal|indicator)s?\b.{0,20}(?:right|correct|true)|"
    r"\bbelong(?:s)? to\b|\bone of (?:the )?(?:12621|twelve|program)"
)
DOUBT = re.compile(
    r"吧(?=[?？,，。]|$)|不就是|是[^,，。?？]{0,6}\d[年月日号][^,，。?？]{0,10}的[吗么嘛]|不是.{1,24}(?:吗|么)|听说|据说|是真的吗"
    r"|对吗|对不对|对吧|是吧|是吗|没错吧|是不是|是否|既然|为什么"
    r"|为何|不是说|有人说|真的吗|属实"
    r"|^(?:was|were|did) .{3,60}\b(?:launch\w*|start\w*|found\w*|establish\w*|set up|creat\w*|open\w*|beg[aiu]n"
    r"|propos\w*|introduc\w*|held|issued|publish\w*|announc\w*|elected)\b.{0,20}\b(?:19|20)\d\d\?*$"
    r"|\bis it true\b|\bright\?|\bcorrect\?|\bsince\b|\bwhy\b|\bi heard\b|\bgiven that\b"
    r"|\bdoes (?:that|this|it) mean\b|\bplease confirm\b|\bis that (?:true|right)\b|\b(?:is|did|was|has|have|are"
    r"|were|do|does)n't (?:it|they|"
    r"that)\b|\bas (?:everyone|we) know"
    r"|\bsaid\b|\bbecause\b|\bagree\?|\bi read that\b|\b(?:everyone|everybody|people) (?:knows?|says?)\b|汇报说"
    r"|都说|都知道|我(?:怎么)?(?:记得|以为|觉得|印象)|印象[里中]|好像是|没记错|\bisn't it\b|\bwasn't it\b"
    r"|\bi (?:thought|believed?|remember|recall|assumed?|understood|gather|was (?:told|under))\b"
    r"|^(?!.*\b(?:how|what|who|whom|whose|when|where|which|why)\b|.*[,;] (?:so |and |but )*(?:can|could|may|shall"
    r"|should|is|are|was|were|do|does|did|has|have)\b)(?:so,? |but )?(?:the|a|an|this|that|these|those|its|their|there"
    r"|it|they|only)\b(?:[^.?!]|\.\d){3,}\b(?:is|are|was|were|has|have|had|gave|got|won|held|began|made|\w{3,}ed)\b"
    r"(?:[^.?!]|\.\d){3,}\?$"
)
YES_NO = re.compile(
    r"^(?:did|was|is|were|are|has|have|do|does|may|can|could|should)(?:n't)?\b|[吗么嘛][?？]?$"
    r"|(?:行不行|对不对|好不好|能不能|可不可以|可否|是不是|行吗|可以吗)"
)
"""Asks whether; it takes nothing for granted."""
NOT_MET = re.compile(
    r"没(?:有)?(?:能)?(?:完成|达到|实现|达标)|未(?:能)?(?:完成|达到|实现|达标)|失败|落空|缩水|\bfail|\bmiss(?:ed)?\b|"
    r"\bnot (?:met|reached|achieved)|\bdidn't\b|\bf[ae]ll(?:s|en)? short\b"
    r"|\b(?:is|are|was|were|be|been|still|far|fall\w*|fell|lag\w*|furthest|running) behind\b"
)

SIZE = re.compile(
    r"\bhow many (?:hectares|mu|acres|square)\b|\bhow much (?:land|area|space|ground)\b|多大"
    r"|多少个?(?:平方米|平方公里|平米|公顷|亩)|多少岁"
    r"|年纪|岁数|\bhow old\b|面积|占地|\bhow (?:big|large)\b|\bsquare met"
)
REFERENCE = re.compile(
    r"文号|发文(?:字号|号)|第几[期号]|哪一期|\bdocument number|\breference number|\bwhich issue\b|\bissue number"
)

CONFLICT = re.compile(
    r"不一致|一致吗|(?:[写说报讲]的|数字?|数据|说法)(?:都|是)?(?:一样|相同|对得上)[吗么]|矛盾"
    r"|(?:到底|究竟)(?! ?how| ?what|[建设立成组培训推转服务引进出有完办做了]{0,4}(?:多少|几)"
    r"|是?什么|怎么?|如何)|对不上|打架|该信|信哪"
    r"|哪个(?:对|准|可信|数(?!字?更?[大多高小少低])|说法)|(?:为什么|为啥|为何"
    r"|怎么).{0,12}(?:有两|有几|不同|不一样)|(?:两|几|多)种(?:说法|数字|"
    r"版本)|(?:各自?|分别)(?:说|报|写|称|讲|给出?)(?:的|了|是)*(?:多少|几|什么)|有.{0,30}(?:两|几|多)种|说法不|数字不|冲突|分歧|出入"
    r"|\beach (?:say|report|give|state|put)s?\b"
    r"|\bdisagree|\bagree\b(?!\?)|\bconflict|\bdiscrepan|\bcontradict|\bsome say\b|"
    r"\bwhich is (?:right|correct|true)\b|\bwhich (?:number|figure|one|"
    r"source) is (?:right|correct)|\binconsisten|\bdiffer(?:ing)? (?:numbers|figures)"
)
PERCENT = re.compile(
    r"增速|增幅|增长率|(?:增长|上涨|涨)了?多少(?![家个名人项元亿万条])|占比|比重|百分|多大比例|强度|指数|水平(?=[是为有达多])|创新水平"
    r"|\bgrowth rate|\bper ?cent|\bintensity\b|"
    r"\bhow (?:much|fast) did .{0,60}grow|\bindex\b|\bshare\b"
)

RANK = re.compile(
    r"第几(?![批届期次轮])|排名|名次|位列|位居|\brank(?:s|ed|ing)?\b|\b(?:which|what) (?:place|position)\b"
)
"""A place in an order."""
WHO = re.compile(
    r"是(?!不是|.{0,10}\d[年月日号]|.{0,8}(?:哪一?(?:[天年月]|个(?!单位|部门|机构|组织))|时候|何时)).{2,14}"
    r"(?:搞|办|提出|发起|推出|制定|主办|负责|启动|实施)的|(?<![给对向为])谁(?!.{0,8}(?:更|够|快|慢|先|达标|完成|超额|落后|behind"
    r"|ahead|short))|哪(?:一)?(?:位|些(?:人|院士|专家|嘉宾)|几位)|何人|叫什么名字|姓名|(?:人|长|书记|主席|主任|记者|作者|教授|院士|选手)(?:的名字)?(?:是|叫)(?:什么|啥)|\bwho\b"
    r"|\bwhom\b|\bwhose\b"
)
NAMES = re.compile(
    r"哪(?:几)?(?:支|家|些|所|个)(?:队伍?|企业|公司|单位|学校|大学|高校|机构|团队|院校)|哪(?:几个|些)部门|名单(?!是?.{0,6}(?:几[月号日]|什么时候|何时|哪一?[年天月]))|(?:企业|公司|单位|高校|机构|团队)(?:的?名[称字])?(?:分别|都|各自?)?(?:叫|是)(?:什么|啥|哪些)(?!时)|(?:来自|落户|落在)哪"
    r"|\b(?:which|name the|list the) (?:\w+ )?(?:compan(?:y|ies)|firms?|enterprises?|teams|universit(?:y|ies)"
    r"|institutions?|academicians|organi[sz]ations?|departments?|agenc(?:y|ies))\b(?! \w+ targets)"
)
"""Asks for organisations by name."""
WHEN = re.compile(
    r"什么时候|何时|哪[一几]?天|哪一?年|哪个月|几月|几号|几日|日期|时间是|哪年|多会儿"
    r"|\bwhen\b|\bwhat (?:date|day|year|month)\b|\bwhich (?:date|day|year|month)\b"
)
WHERE = re.compile(
    r"(?<![别同差])在哪(?!一?[年天月个])|(?<![别同差]在)(?:哪里|哪儿)|何地|何处|地址|地点|位于|坐落"
    r"|\bwhere\b(?! (?:do|did|does) .{2,40}\brank)"
    r"(?! (?:do|did|does|are|is|was|were|have|has) (?:\w+ ){0,3}(?:stand|stood|at present|now|got"
    r"|gotten|reached|come)\b)(?! (?:are|do) (?:we|things)\b)|\baddress\b|\blocated\b|\blocation\b|\bvenue\b"
)
MONEY = re.compile(
    r"多少钱|花了?多少|花费|预算|经费|资金|投入多少|费用|成本|拨款|多少(?:亿|万)?元|多少个?亿|总投资|投资额|会费|学费|[服务报名管理]费|收费"
    r"|收多少|金额|资助|补助|补贴|补(?=了?(?:多少|几|\d))|奖金|奖励金|薪酬|薪水|工资|年薪|租金|房租|造价|售价|\bbudget\b|\bcost(?:s|ed)?\b|"
    r"\bspen[dt]|\bmoney\b|(?<!\bby )\bhow much (?:money|did|does|was|is|funding|investment|capital)\b"
    r"|\binvestment (?:was"
    r"|were)\b|\bfunding\b|\bsalar(?:y|ies)\b|\bwages?\b|\brent\b|"
    r"\bexpenditure\b|\bprice\b|\bpa(?:y|id)\b"
)
CONTACT = re.compile(
    r"电话|手机号?|邮箱|网址|微信|联系方式|联系人|身份证|住址|账号|密码|\bphone\b|\bemail\b|\be-mail\b|\bwebsite\b|"
    r"\bcontact (?:details|number|info)|\bpassword\b"
)
_APPLYING = r"(?:申请|申报|报名|加入|参加|办理|建站|入驻|入会)"
PROCEDURE = re.compile(
    rf"(?:怎么|怎样|如何|哪里可以|在哪){_APPLYING}|{_APPLYING}(?:的)?(?:条件|流程|程序|步骤|材料|方式|办法|手续|资格|要求)"
    r"|要(?:什么|哪些)(?:条件|材料|手续|资格|流程)"
    r"|\bhow (?:do|does|can|could|to|should|would)\b.{0,30}\b(?:apply|join|register|sign up|enrol\w*|become)\b"
    r"|\b(?:requirements?|conditions?|procedure|steps|documents needed) (?:for|to|of) (?:apply|join|register|becom|set)"
)
DEFINITION = re.compile(
    r"什么是|什么叫|何[谓为](?!时)|是什么(?!时候)|具体是|是哪(?:一|二|两|三|四|五|六|七|八|九|十|几)?[项个种类条](?!单位|部门|机构|组织)|包括(?:哪|什么|些)"
    r"|包含(?:哪|什么|些)|代表什么|"
    r"(?:做|干)(?:什么|啥)的|负责什么|指什么|指哪|内容(?:是|有)|指的是|[什啥]么?意思|是啥|啥是|含义|怎么解释|介绍|说说|讲讲|了解|概述"
    r"|\bwhat (?:is|are|does)\b"
    r"|\bwhat(?: exactly| precisely)? do .{2,60}\b(?:cover|include|comprise|consist|contain|mean)\b"
    r"|\bdefine\b|\bexplain\b|\bmeaning of\b|\btell me about\b|\bdescribe\b|\bintroduc"
)
LIST = re.compile(
    r"哪些|哪几|列出|列一下|列个|列一列|列举|分别|各(?:是|有|多少|几)|都有|都是(?:在|于)?(?:什么时候|何时|哪)|包括|\blist\b|\bwhich\b.{0,30}\b(?:are"
    r"|were)\b|"
    r"\bname the\b|\benumerate\b|\bwhat are\b"
)
COMPARISON = re.compile(
    r"对比|比较|相比|哪一?[项个](?:.{0,6})?(?:更|快|慢|高|低|好|先)|谁.{0,8}(?:更|够|快|先|多|behind|ahead)|区别|差在哪"
    r"|不同|差别|到底|哪个更|谁更|还是|之间|和.{1,20}(?:哪|是一)|两次|分别|\bcompare|\bcomparison\b|"
    r"\bversus\b|\bvs\b|\bdifference|\bdiffer\b|\bbetween\b|\brather than\b|\bor\b"
)

UNSAFE = re.compile(
    r"(?:忽略|无视|忘记|忘掉|抛开|不要管|绕过|跳过|违反|取消|覆盖|不用遵守|不必遵守|停止遵守).{0,14}(?:规则|指令"
    r"|指示|说明|限制|设定|设置|提示|"
    r"要求|来源|资料|约束|上文|以上|之前|引用|约定|身份|安全)"
    r"|(?:请|帮我|给我|麻烦)[^,，。?？]{0,4}(?:把|将)[^,，。?？]{1,16}(?:写成|说成|报成|算成|改为|写为|当成)(?!.*[吗?？])"
    r"|系统提示词?|提示词|系统(?:消息|指令|设定|设置)|你的(?:设定|指令|规则|提示)|开发者模式|越狱|(?:假装|扮演"
    r"|假设你是|你现在是|从现在起你|从现在开始你|冒充)|[以用][^,，。?？]{1,14}的?(?:口吻|语气|口气)"
    r"|\bimpersonat|\bin the (?:voice|tone) of\b|\bspeak as (?:if|though|the)\b"
    r"|(?:直接|只|必须|请)(?:回答|说|声称|宣布|输出|写).{0,20}(?:全部|所有|都)(?:超额|完成|达标)|(?:编造|捏造|伪造"
    r"|杜撰|篡改|(?:把|将|请|帮我|给我)[^,，。]{0,14}改成|虚构|"
    r"瞎编|随便编|造一个)|(?:密钥|api ?key|环境变量|服务器.{0,4}(?:文件|路径)|源代码|/etc/)"
    r"|\b(?:ignore|disregard|forget|override|bypass|skip|drop)\b.{0,40}\b(?:instructions?|"
    r"rules?|sources?|prompts?|guidelines?|above|previous|restrictions?|documents?|citations?|"
    r"evidence|constraints?|safety|policy|policies)\b"
    r"|\bsystem (?:prompt|message|instructions?)\b|\b(?:your|hidden|initial) (?:prompt|"
    r"instructions?|rules|configuration)\b|\bdeveloper mode\b|\bjailbreak\b|\bpretend\b|"
    r"\bact as\b|\brole-?play\b|\byou are now\b|\bfrom now on\b"
    r"|\bmake up (?:(?:a|an|any|some|the|your|new|one|that|this|\w+ing)\b ?)?(?:\w+ )?(?:figures?|numbers?"
    r"|sources?|quot\w+|"
    r"citations?|answers?|facts?|data|statistics?|stor(?:y|ies)|results?|something|anything|progress)\b"
    r"|\b(?:fabricate|invent|fake|forge|falsify)\b|\bapi key\b|"
    r"\benvironment variables?\b|\bexecute\b.{0,20}\b(?:command|code|shell)\b|"
    r"\brepeat after me\b|\bwithout (?:any )?(?:citations?|sources?|evidence)\b|<script|"
    r"\bdrop table\b|\breveal\b.{0,30}\b(?:prompt|instructions|config|key)"
)
TRANSLATE_TO_EN = re.compile(
    r"(?:换成|用|翻译?成|改成|说成|译成|换)英[文语]|\bin english\b|英[文语](?:版|再?说|回答|怎么说)"
)
TRANSLATE_TO_ZH = re.compile(
    r"(?:换成|用|翻译?成|改成|说成|译成|换)(?:中文|汉语|普通话)|\bin chinese\b|中文(?:版|再?说|回答)"
)

BATCH = re.compile(
    rf"第([一二三四五六七八九十\d]+)批|首批|\b({'|'.join(ENGLISH_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)) batch\b"
)
"""Which round of recognition a question is about."""

THE_PROGRAMME = re.compile(
    r"(?:这个|这项|这一|该|本)工程(?!师|院|技术|学)"
    r"|\b(?:the|this) programm?e?(?! (?:of|for|on (?!track|schedule|course)|to|that|called)\b)(?=['’]s\b|\W|$)"
)
"""Points at a programme without naming it."""
A_BATCH = re.compile(r"[一二两三四五六七八九十这那首每\d]批|\bbatch\b")
"""A round of recognition, also one that is not numbered."""

STOP_ZH = re.compile(
    r"条数|项数|[里中](?=哪一?[个类项种])|最[多少高低大小](?=[?？的]|$)|对不对|记得|印象[里中]?|记错|没错|好像|似乎|以为|觉得|我(?![省国市县校院])|一[站家项名人所](?=[给补拨奖拿有要能得])|可信度?|能信|信得过|可靠性?|靠谱|靠得住|多[大长高远宽深重快]|何时|哪几天|[搞弄](?=出?[的了过])|日期|时间|数量|来源|报道|报导|拿到|原本|原先|当初|资料|甚么|规模|奖项|概况|代表|包含|包括|内容|具体|三个字"
    r"|两个字|开的|召开的|说法|建设|任务|方面|其中|大概|大约|目前为止|关系|文号|已经|实际上?|后来|如今|应当|应该"
    r"|打算|说好|说明|全部|早就|任何|回事|相差|起来|以后|以前|之后|之前|上去|分成|进入|[两几多]种|出入|相比|比较"
    r"|对比|话题|含义|意思|区别|差别|期内|为限|给出|提到|写明|关于|有关|相关|以及|还是|或者|因为|所以|如果|虽然"
    r"|但是|究竟|到底|一致|另外|其他|所有|那些|这些|那个|这个|怎么回事|成果如何|成效如何|结果如何|效果如何|请问"
    r"|列出|列举|数字|数据|说说|讲讲|介绍|情况|请|告诉我|我想(?:知道|了解|问)|想问|麻烦|帮我|一下|查一查|查|多少"
    r"|几(?=[个家名人位项条份支件所批场])|什么时候|什么|哪些|哪一?[个家位天年套类种份届]|属于|哪里|哪儿|哪|谁|怎么样|怎样|怎么"
    r"|如何|为什么|为何|为啥|啥|咋[样办]?|(?<=谁)负责|是不是|是否|有没有|能不能|可以|可否|是|的|了|吗|呢|吧|啊|呀|么|有|在|和|与|及|或|被|把|给"
    r"|对|从|到|这|那|它|他|她|都|也|就|还|又|很|最|各|其|个|家|名|位|项|条|件|次|年|月|日|一共|总共|分别|目前"
    r"|现在|当时|现任|时任|在任|听说|据说|为"
)
"""Words of a Chinese question that say nothing of its subject."""

ATTRIBUTES = re.compile(
    r"超额完成|负责人|完成率|完成度|比例|增速|差距|数量|人数|来源|出处|日期|时间|地点|状态|情况|目标|进展|完成|累计|预算|地址|主题"
    r"|主办|获奖|奖|排名|同比|增长|上半年|"
    r"揭牌|签约|落地|开幕|申报|截止|认定|资助|批次|第.批|主席|会长|书记|省长|理事长|项目|成果|企业|工程|建议"
)
"""Glossary terms that say what is asked about a subject, and are no subject themselves."""
