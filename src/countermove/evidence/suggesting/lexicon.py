"""The words that the rules go by."""

from __future__ import annotations

__all__ = [
    "ADJECTIVES",
    "ARTICLES",
    "AUXILIARIES",
    "BARE",
    "CENTRAL",
    "CONJUNCTIONS",
    "FUNCTION",
    "HEADS",
    "LOCATIVE",
    "MONTHS_AND_DAYS",
    "NUMBERS",
    "OF_HEADS",
    "ORGANS",
    "PLACES",
    "STATIVE",
    "TITLES",
    "WEAK_HEADS",
    "base",
    "is_verb",
]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _set("the a an this that these those its their his her our your my each every both all any some no")
NUMBERS = _set(
    "one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousands"
    " several many most few various some other another others certain such"
)
PREPOSITIONS = _set(
    "of in at on to from by with without within for against between among amid over under about around across"
    " through throughout into onto off near after before during since until till despite like as per via toward"
    " towards upon beyond behind beside besides inside outside above below along alongside except regarding"
)
LOCATIVE = _set("in at near across throughout outside inside into via around off within through")
CONJUNCTIONS = _set(
    "and or but nor yet so if unless because although though while when whenever whereas whether that than"
    " who whom whose which where what how why once then also not only either neither"
)
PRONOUNS = _set("i you he she it we they him them us me himself itself themselves there here")
AUXILIARIES = _set(
    "can could may might will would shall should must is are was were be been being has have had do does did"
    " cannot can't couldn't won't wouldn't shouldn't isn't aren't wasn't weren't hasn't haven't hadn't don't"
    " doesn't didn't"
)
FUNCTION = ARTICLES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | AUXILIARIES
MONTHS_AND_DAYS = _set(
    "january february march april may june july august september october november december jan feb mar apr jun"
    " jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday"
)
ADJECTIVES = _set(
    "new current local foreign illegal armed rival former national regional federal central main official"
    " independent opposition ruling upstream downstream coastal inland public private senior top leading young old"
    " small large big major provincial municipal military security border coast air naval political religious"
    " state-owned international joint supreme high interim caretaker neighbouring neighboring northern southern"
    " eastern western"
)

ORGANS = _set(
    "government governments ministry ministries minister ministers army military navy forces troops authorities"
    " leadership parliament president presidency cabinet administration officials diplomats generals policymakers"
    " makers service services delegation negotiators embassy ambassador envoy envoys spokesman spokeswoman"
    " spokesperson colleagues counterpart counterparts artillery soldiers senate congress premier"
)
"""Heads of phrases that act for their state where it is named with them."""
HEADS = ORGANS | _set(
    "authority agency agencies commission committee council councils court courts tribunal bank banks company"
    " companies firm firms corporation operator operators union unions association federation party parties"
    " opposition coalition alliance group groups movement rebels separatists militants militia militias fighters"
    " mercenaries insurgents guerrillas protesters protestors demonstrators activists elites elite leaders leader"
    " leaderships media outlets press newspaper newspapers broadcaster farmers fishermen fishers workers dockers"
    " pilots shippers shipowners traders residents villagers refugees voters police guard guards regulator"
    " regulators mediator mediators observers peacekeepers inspectors investors lenders creditors donors church"
    " mayor mayors governor governors municipality municipalities king queen emperor prince chancellor board"
    " consortium bloc co-chairs members sides judge judges prosecutor prosecutors lawyers engineers scientists"
    " experts analysts owners landowners herders tenants smugglers contractors suppliers director manager chairman"
    " chairwoman chair commander commanders captain secretary commissioner harbourmaster harbormaster ferrymen"
    " boatmen growers villages towns cities cooperative co-operative cooperatives syndicate trust league secretariat"
    " directorate inspectorate chamber office department institute utility utilities carriers insurers"
    " merchants hauliers truckers boatowners neighbours neighbors allies strikers organizers organisers"
    " provinces countries nations states regions cantons tribes clans gendarmerie crews crew team task-force brigade corps headquarters monarchy junta regime"
)
WEAK_HEADS = _set(
    "groups group members parties sides party office department trust league chamber team press media"
    " service services forces villages towns cities board guard chair court courts utility office captain director"
    " manager church secretary leader king queen prince corps outlets colleagues makers crew crews alliance union"
    " experts owners residents neighbours neighbors allies elites elite leaders guards experts bank provinces countries nations states regions"
)
"""Heads that name nobody without a word before them that says which."""
PLACES = _set("provinces countries nations states regions cantons villages towns cities")
"""Heads that are often only where something is."""
BARE = _set(
    "rebels separatists militants mercenaries insurgents guerrillas protesters protestors demonstrators farmers"
    " fishermen fishers dockers shippers shipowners villagers peacekeepers ferrymen boatmen growers herders"
    " smugglers hauliers truckers strikers activists creditors lenders donors police"
)
"""Heads that name somebody all alone."""
CENTRAL = _set("foreign defence defense interior finance energy trade agriculture justice economy transport health")
"""What ministers are ministers of."""
OF_HEADS = HEADS & _set(
    "members member leaders leader co-chairs ministry ministries minister ministers council president union"
    " association league board government mayor governor commission committee department bank court parliament"
    " federation chamber director chairman secretary office alliance coalition party authority chief heads"
    " residents farmers fishermen owners operators operator authorities villages towns cities workers elites king"
    " queen prince emperor commander institute"
)
"""Heads that an ``of`` and a name or a noun may belong to."""
TITLES = _set(
    "president presidents minister ministers premier chancellor king queen emperor prince princess general colonel"
    " major lieutenant captain admiral marshal secretary secretary-general counterpart counterparts spokesman"
    " spokeswoman spokesperson ambassador envoy mayor governor commander chief director chairman chairwoman head"
    " leader senator judge professor mr mrs ms dr sir lord lady sheikh imam ayatollah patriarch pope bishop"
    " archbishop negotiator mediator commissioner analyst expert lawyer author journalist correspondent editor"
)

STATIVE = _set(
    "be have see become remain consider know seem appear rise suffer lose belong cost matter depend mean keep feel"
    " fall need hope believe think fear understand expect exist contain include last happen occur look get face"
)
"""Verbs of what becomes of somebody, rather than of what he does."""
_VERBS = _set(
    "accept accuse achieve act activate add address admit advance agree aim allow announce appeal apply approve"
    " argue arm arrest ask attack attempt attend avoid back ban bar become begin believe block bomb boycott break"
    " bring build buy call cancel cede change choose cite claim close coerce comment complain concede conclude"
    " condemn confirm consider continue control convey cooperate counter cross cut deal decide declare decline defend"
    " delay deliver demand demolish deny deploy describe destroy determine develop disclose discuss dismantle dismiss"
    " divert do draft drain dredge drop ease elaborate eliminate emphasize emphasise end engage enforce enter"
    " escalate evacuate exchange expand expect expel explain express extend face fail fear fight file fill finance"
    " fine fire flood follow force freeze fund gain get give go grant grapple halt handle hand have hear help hint"
    " hold hope ignore impose include increase indicate inform insert insist inspect intend interfere intervene"
    " introduce invade invest invite issue join keep know lack launch lay lead leave let levy lift limit live lodge look"
    " lose lower maintain make manage mediate meet message mine move mobilize mobilise need negotiate nationalize"
    " nationalise note notify object observe occupy offer open operate oppose order organise organize own patrol pay"
    " permit picture plan play pledge postpone predict prefer prepare present press pressure prevent privatize proceed"
    " produce prohibit promise prompt propose protect protest provide publish pull punish pursue push put raise ratify"
    " reach read reaffirm receive reclaim recognise recognize refrain refuse reinforce reject release relocate rely"
    " remain remind remove reopen repair repeat replace reply report request require resign resist resolve respond"
    " restore restrict resume retain retreat return reveal reverse revoke rule run sabotage sanction say seal see seek"
    " seize sell send set settle share shell shoot shut sign signal sink speak spearhead split stall stand start state"
    " stay step stop store stress strike strengthen sue suffer suggest supply support surrender suspend take talk tax"
    " tell tender threaten tighten tolerate trade transfer try turn understand undertake unload urge use veto violate"
    " vote vow wait walk want warn weaken weigh welcome widen win withdraw withhold work write yield smuggle plot kill"
    " fan believe allege assert acknowledge estimate forecast voice answer retort testify telephone phone visit"
)
_IRREGULAR = {
    "said": "say", "told": "tell", "made": "make", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "went": "go", "gone": "go", "came": "come", "began": "begin", "begun": "begin",
    "broke": "break", "broken": "break", "brought": "bring", "built": "build", "bought": "buy",
    "chose": "choose", "chosen": "choose", "cut": "cut", "dealt": "deal", "did": "do", "done": "do",
    "fought": "fight", "fell": "fall", "found": "find", "froze": "freeze", "got": "get", "heard": "hear",
    "held": "hold", "kept": "keep", "knew": "know", "laid": "lay", "led": "lead", "left": "leave",
    "lost": "lose", "met": "meet", "paid": "pay", "put": "put", "read": "read", "ran": "run", "rose": "rise",
    "saw": "see", "sought": "seek", "sold": "sell", "sent": "send", "set": "set", "shot": "shoot",
    "shut": "shut", "sank": "sink", "spoke": "speak", "spoken": "speak", "stood": "stand", "struck": "strike",
    "sued": "sue", "taught": "teach", "thought": "think", "understood": "understand", "won": "win",
    "withdrew": "withdraw", "withdrawn": "withdraw", "withheld": "withhold", "wrote": "write",
    "written": "write", "became": "become", "drew": "draw", "drawn": "draw", "undertook": "undertake",
    "swore": "swear", "threw": "throw", "let": "let", "split": "split", "hit": "hit", "has": "have", "had": "have",
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be",
}  # fmt: skip


def base(word: str) -> str | None:
    """Return the verb that a word in lower case is a form of, as far as the lexicon knows it."""
    if word in _VERBS or word in STATIVE:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in ("ies", "ied"):
        if word.endswith(ending) and word.removesuffix(ending) + "y" in _VERBS:
            return word.removesuffix(ending) + "y"
    for ending in ("s", "es", "ed", "d", "ing"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            for form in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
                if form in _VERBS or form in STATIVE:
                    return form
    return None


def is_verb(word: str) -> bool:
    """Whether a word in lower case can say what its subject does: a verb of the lexicon, or ends like one."""
    return word in AUXILIARIES or base(word) is not None or (word.endswith("ed") and len(word) > 4)
