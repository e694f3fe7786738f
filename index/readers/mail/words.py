"""What mail programs write around a message, in the languages that they speak: data alone."""

FORWARDED = (
    r"forwarded message",
    r"forwarded by\b.*",
    r"begin forwarded message",
    r"fwd message",
    r"weitergeleitete nachricht",
    r"anfang der weitergeleiteten (?:nachricht|e-mail)",
    r"message transféré",
    r"début du message (?:transféré|réexpédié)",
    r"mensaje reenviado",
    r"inicio del mensaje reenviado",
    r"messaggio inoltrato",
    r"inizio messaggio inoltrato",
    r"mensagem encaminhada",
    r"doorgestuurd bericht",
    r"пересылаемое сообщение",
    r"переадресованное сообщение",
    r"vidarebefordrat meddelande",
    r"转发的邮件",
    r"转发邮件信息",
    r"転送メッセージ",
    r"رسالة معاد توجيهها",
)
"""A line between dashes above a forwarded message."""

ORIGINAL = (
    r"original message",
    r"original appointment",
    r"reply message",
    r"ursprüngliche (?:nachricht|e-mail)",
    r"original-?nachricht",
    r"message d['’]origine",
    r"message original",
    r"mensaje original",
    r"messaggio originale",
    r"mensagem original",
    r"oorspronkelijk bericht",
    r"исходное сообщение",
    r"ursprungligt meddelande",
    r"原始邮件",
    r"元のメッセージ",
    r"الرسالة الأصلية",
)
"""The same above a message that is answered."""

WROTE = (
    r"on .{4,160}? (?:wrote|writes)",
    r"am .{4,160}? (?:schrieb|hat)\b.{0,120}",
    r".{2,100} schrieb am .{4,100}",
    r"le .{4,160}? a écrit",
    r"el .{4,160}? escribió",
    r"il .{4,160}? ha scritto",
    r"em .{4,160}? escreveu",
    r"op .{4,160}? schreef.{0,120}",
    r".{4,160}? (?:написал|пишет)(?:\(а\)|а)?",
    r"den .{4,160}? skrev.{0,120}",
    r"[于在].{4,120}?写道",
    r".{4,120}?(?:のメール|書きました)",
    r".{2,100} (?:wrote|writes)(?: on .{4,80})?",
    r"في .{4,160}?كتب.{0,100}",
)
"""A line above what is quoted, without its colon."""

HEADERS = {
    "from": "from von de da van от från fra 发件人 差出人 من",
    "date": "date sent datum gesendet envoyé fecha enviado inviato data verzonden дата отправлено "
    "skickat 发送时间 日付 送信日時 تاريخ",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp тема ämne 主题 件名 الموضوع",
    "to": "to an à para a aan кому till 收件人 宛先 إلى",
    "other": "cc bcc kopie копия reply-to antwort importance attachments anlagen organization",
}
"""What the lines of a message's head are called where it is copied into another."""

REPLY = "re aw antw sv vs odp rif res ref на ответ 回复 答复 رد"
FORWARD = "fw fwd wg tr rv i enc vb doorst пересл 转发 إعادة"
"""What stands before a subject."""

MOBILE = (
    r"sent from my .{2,40}",
    r"sent from (?:yahoo|outlook|proton|mail|samsung|android)\b.{0,60}",
    r"get outlook for .{2,20}",
    r"get .{2,30} for (?:ios|android|mobile)",
    r"von meinem .{2,40} gesendet",
    r"gesendet (?:von|mit) .{2,60}",
    r"envoyé de(?:puis)? mon .{2,40}",
    r"envoyé à partir de .{2,40}",
    r"enviado des?de mi .{2,40}",
    r"enviado do meu .{2,40}",
    r"inviato da(?:l mio)? .{2,40}",
    r"verzonden vanaf mijn .{2,40}",
    r"отправлено (?:с|из) .{2,40}",
    r"skickat från .{2,40}",
    r"发自我的.{2,20}",
)
"""Lines that programs put under a message."""

GREETINGS = (
    "best",
    "regards",
    "best regards",
    "kind regards",
    "warm regards",
    "kindest regards",
    "many thanks",
    "thanks",
    "thank you",
    "thanks and regards",
    "with best wishes",
    "best wishes",
    "all the best",
    "cheers",
    "sincerely",
    "yours",
    "yours sincerely",
    "yours truly",
    "yours faithfully",
    "sincerely yours",
    "respectfully",
    "cordially",
    "with kind regards",
    "mit freundlichen grüßen",
    "mit freundlichem gruß",
    "freundliche grüße",
    "viele grüße",
    "beste grüße",
    "herzliche grüße",
    "liebe grüße",
    "mfg",
    "schöne grüße",
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "salutations",
    "meilleures salutations",
    "amicalement",
    "saludos",
    "un saludo",
    "saludos cordiales",
    "atentamente",
    "cordiali saluti",
    "distinti saluti",
    "saluti",
    "atenciosamente",
    "cumprimentos",
    "met vriendelijke groet",
    "vriendelijke groeten",
    "groeten",
    "с уважением",
    "med vänliga hälsningar",
    "hälsningar",
)
"""Lines with which a message ends before the name of who wrote it."""

FOOT = (
    r"you(?:['’]re| are| have)? (?:currently )?(?:receiv(?:ed|ing)|getting|subscribed|signed up)\b"
    r".{0,120}\b(?:e-?mail|message|newsletter|mailing|list|group|because|updates)\b",
    r"(?:this|the) (?:e-?mail|message|newsletter|mailing) (?:was|has been|is being) "
    r"sent (?:to|by)\b",
    r"(?:click here to |to )?unsubscribe\W*$",
    r"(?:.{0,80}\| ?)?unsubscribe(?: \|.{0,80})?$",
    r"unsubscribe (?:here|at any time|from (?:this|these|all|our)|instantly)\b",
    r"(?:if you (?:would like|want|wish|prefer) )?to (?:unsubscribe|opt out|stop receiving)\b",
    r"(?:click|tap) (?:here|below) to (?:unsubscribe|opt out|update|manage)\b",
    r"(?:don['’]t|do not|no longer) (?:want|wish) to (?:receive|get)\b",
    r"(?:manage|update|change|edit) (?:your )?(?:e-?mail |mailing |subscription )?"
    r"(?:preferences|subscriptions?|settings|profile)\b",
    r"view (?:this |the |our )?(?:e-?mail|newsletter|message|it)?.{0,20}\b(?:in|on) "
    r"(?:your |a |the )?(?:web ?)?(?:browser|web)\b",
    r"(?:was this|were you) (?:e-?mail |newsletter )?forwarded\b",
    r"forward (?:this )?to a friend",
    r"our (?:mailing|postal) address\b",
    r"add us to your (?:address book|contacts)",
    r"(?:copyright )?(?:©|\(c\)) ?(?:\d{4}|copyright)",
    r"copyright \d{4}",
    r"all rights reserved",
    r"(?:the )?(?:information|contents?)(?: contained)? (?:in|of) this "
    r"(?:e-?mail|message|communication)",
    r"this (?:e-?mail|message|communication|transmission)\b.{0,160}"
    r"\b(?:confidential|privileged|intended (?:only|solely|for))",
    r"(?:if|unless) you (?:are|have) (?:not the intended|received this)\b.{0,60}"
    r"\b(?:recipient|error|mistake)",
    r"(?:confidentiality|privacy|legal|e-?mail) (?:notice|note|disclaimer|statement)\b",
    r"disclaimer\b",
    r"important notice\b",
    r"please (?:consider|think of) the environment",
    r"(?:privacy policy|terms of (?:use|service))(?:\W.{0,60})?$",
    r".{0,80}mailing list(?: -- .{0,80})?(?=\n|$)",
    r"to (?:post|view this discussion)\b.{0,40}\bgroup\b",
    r"you received this message because you are subscribed",
    r"https?://\S+/listinfo/\S+$",
    r"diese (?:e-?mail|nachricht)\b.{0,160}\b(?:vertraulich|ausschließlich|bestimmt)",
    r"der inhalt dieser (?:e-?mail|nachricht)\b",
    r"(?:newsletter )?(?:abmelden|abbestellen)\b",
    r"(?:sie erhalten|wenn sie) (?:diese|diesen|keine)\b.{0,60}\b(?:e-?mail|newsletter|mails?)\b",
    r"(?:ce|le présent) (?:message|courriel|mail|e-?mail)\b.{0,160}\bconfidentiel",
    r"(?:se )?(?:désabonner|désinscrire|désinscription)\b",
    r"vous recevez (?:ce|cet|cette)\b",
    r"(?:este|el presente) (?:mensaje|correo)\b.{0,160}\bconfidencial",
    r"(?:darse de baja|cancelar (?:la |su )?suscripción)\b",
    r"(?:il|questo) messaggio.{0,160}riservat",
    r"(?:cancella(?:rsi|ti)|disiscri)",
    r"dit bericht.{0,160}vertrouwelijk",
    r"(?:uitschrijven|afmelden)\b",
    r"(?:отписаться|отказаться от (?:рассылки|подписки))",
    r"это (?:сообщение|письмо).{0,160}конфиденциальн",
)
"""How what stands under a message begins: how to leave a list, what the law is thought to want."""

HEAD = (
    r"view (?:this |the |our )?(?:e-?mail|newsletter|message|it)?.{0,20}\b(?:in|on) "
    r"(?:your |a |the )?(?:web ?)?(?:browser|web)\b",
    r"(?:having )?trouble (?:viewing|reading) this\b",
    r"(?:can['’]t|cannot) (?:see|read) this e-?mail",
    r"(?:newsletter|e-?mail|mail) im browser (?:ansehen|öffnen|anzeigen)",
    r"(?:voir|afficher|lire) .{0,40}(?:dans votre navigateur|en ligne)",
    r"ver .{0,40}(?:en (?:su|el|tu) navegador)",
    r"открыть .{0,20}в браузере",
    r"\W{0,3}(?:external|caution|warning)\W{0,3}(?:e-?mail|sender|this (?:e-?mail|message))?\b"
    r".{0,40}(?:\boriginated|\boutside|\bexternal|\bfrom an|\W*$)",
    r"this (?:e-?mail|message) (?:originated|came|is) (?:from )?outside\b",
    r"you don['’]t often get e-?mail from",
    r"forwarded this e-?mail\? subscribe here",
)
"""What stands above a message and is no part of it."""
