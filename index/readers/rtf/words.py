"""What control words of RTF stand for: signs, code pages, and groups that are no text."""

SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "~": "\u00a0", "_": "\u2011", "-": "",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d",
    "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f", "lbr": "\n", "softline": " ",
}  # fmt: skip

CODE_PAGES = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 78: "cp932", 79: "cp949", 80: "cp936",
    81: "cp950", 83: "mac_greek", 84: "mac_turkish", 88: "mac_latin2", 89: "mac_cyrillic",
    128: "cp932", 129: "cp949", 130: "cp1361", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437",
}  # fmt: skip
"""Encodings by the character sets that fonts name; 1, the default one, is not in it."""

BY_WORD = {"mac": 10000, "pc": 437, "pca": 850}
"""Code pages by the word that says it of the whole file."""

NO_TEXT = frozenset(
    """buptim category colorschememapping comment company datafield datastore
    defchp defpap do docvar doccomm edmins fchars filetbl fname fontemb fontfile footer footerf
    footerl footerr formfield ftncn ftnsep ftnsepc generator header headerf headerl headerr
    hlinkbase id keycode keywords latentstyles lchars levelnumbers leveltext linkval listname
    listoverridetable listtable manager mmathPict nesttableprops nextfile nofchars
    nofwords nonesttables nonshppict objalias objclass objdata objname objsect operator panose
    pgptbl picprop pict printim private propname protusertbl revtbl revtim rsidtbl rxe sn
    shprslt sp staticval upr subject sv tc template themedata  userprops version vern xe xmlnstbl
    xmlopen annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart
    aftncn aftnsep aftnsepc bkmkend bkmkstart blipuid oldcprops oldpprops oldtprops wgrffmtfilter
    mchr mctrlPr""".split()
)
"""Groups whose words are no text; those begun by `\\*` that are not known are none either."""

STILL_TEXT = frozenset(("shptxt", "result", "ud", "moMath", "moMathPara", "dptxbxtext"))
"""Groups that are text although they may lie in one that is not."""
