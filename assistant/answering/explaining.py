"""The words by which questions ask for a reason or a meaning, or how far to trust something (folded)."""

import re

WHY = re.compile(
    r"为什么|为何(?![?？]?$)|为啥|凭(?:什么|啥)|何以|因何|(?:什么|何种|啥)(?:原因|理由|缘故)|(?:原因|理由|缘由)(?:是|在)"
    r"|\bwhy\b|\bhow come\b|\bwhat(?: is| was|'s)? the reasons?\b|\breasons? (?:for|why|behind)\b"
)
REASON = re.compile(
    r"因|由于|为(?:了|此|助力|推动|促进|支持|解决|落实)|旨在|目的|以便|以[促推助]|从而|所以|意在|出于|得益于|凭借|鉴于"
    r"|问题|不足|困难|短板|瓶颈|混用|混乱"
    r"|\b(?:because|since|due to|owing to|thanks to|in order to|so that|so as to|aims? (?:to|at)|purpose"
    r"|therefore|reason|in response to|to (?:support|help|promote))\b"
)
"""What a sentence has that gives a reason."""
TRUST = re.compile(
    r"可信|能信|可以信|信得过|可靠|靠谱|靠得住|权威[吗么]|可以?引用|能(?:不能)?引用|真实性|当真"
    r"|\btrust|\breliab|\bdependabl|\bauthoritative\b|\bcredib|(?<!\bi )(?<!\bwe )\bbeliev"
    r"|\bsafe to (?:quote|cite|use)\b"
    r"|\bcan (?:i|we|one) (?:cite|quote|rely on)\b"
)
"""Asks how far a source, or what it says, can be relied on."""
QUOTED = re.compile('[“「『"]([^“”「」『』"]{2,20})[”」』"]')
MEANING = re.compile(
    r"(?:[“”\"'」』》]|[这那一]个?[词字]|的|到底|究竟|具体)*(?:是)?"
    r"(?:(?:什么|啥|何)(?:意思|含义)|指(?:的是)?(?:什么|啥))"
)
"""Asks for the meaning of what stands before it."""
