"""RFC 4475's torture messages as data: how a message may be odd, and what becomes of it here.

Each text has its lines joined by CRLF when it is sent; `{here}` is the sender, `{there}` the
target, `{id}` is new for each sending. Well-formed ones are answered properly, malformed ones with
an error or not at all; none of them opens a call, since none is to a number of a company.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Torture:
    """A message by its name in the RFC. `valid`: the RFC calls it well-formed."""

    name: str
    section: str
    valid: bool
    text: str

    def sent(self, here: str, there: str, token: str) -> bytes:
        """What goes over the wire; octets above 127 are written as UTF-8 or as \\xNN."""
        lines = self.text.strip("\n").replace("\n", "\r\n")
        if "\r\n\r\n" not in lines:
            lines += "\r\n\r\n"
        for key, value in (("{here}", here), ("{there}", there), ("{id}", token)):
            lines = lines.replace(key, value)
        return lines.encode("utf-8", "surrogateescape")


SDP = """v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.3
s=-
c=IN IP4 192.0.2.4
t=0 0
m=audio 49217 RTP/AVP 0 12
a=rtpmap:31 LPC"""


def head(method: str, uri: str, *more: str, skip: str = "") -> str:
    """The usual headers of a request, without those that `skip` names."""
    usual = {
        "Via": "SIP/2.0/UDP {here};branch=z9hG4bK{id};rport",
        "Max-Forwards": "70",
        "From": "<sip:caller@example.net>;tag=t{id}",
        "To": "<sip:nobody@{there}>",
        "Call-ID": "{id}",
        "CSeq": f"1 {method}",
        "Contact": "<sip:caller@{here}>",
    }
    left = {name: value for name, value in usual.items() if name not in skip.split(",")}
    lines = [f"{method} {uri} SIP/2.0", *(f"{name}: {value}" for name, value in left.items())]
    return "\n".join([*lines, *more])


def invite(*more: str, uri: str = "sip:nobody@{there}", skip: str = "", body: str = SDP) -> str:
    """An INVITE with an offer."""
    length = len(body.replace("\n", "\r\n"))
    told = [] if "Content-Length" in skip else [f"Content-Length: {length}"]
    return head("INVITE", uri, *more, "Content-Type: application/sdp", *told, skip=skip) + (
        "\n\n" + body
    )


def options(*more: str, uri: str = "sip:nobody@{there}", skip: str = "") -> str:
    """An OPTIONS without a body."""
    return head("OPTIONS", uri, *more, "Content-Length: 0", skip=skip) + "\n\n"


WSINV = """INVITE sip:nobody@{there};unknownparam SIP/2.0
TO :
 sip:nobody@{there} ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: {id}
Content-Length   : 150
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    {here};branch=z9hG4bK{id};rport
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.3
s=-
c=IN IP4 192.0.2.4
t=0 0
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC"""

INTMETH = """!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@{there} SIP/2.0
Via: SIP/2.0/UDP {here};branch=z9hG4bK{id};rport
To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@{there}>
From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="\u0440\u0430\u0431\u043e\u0442\u0430\u044e\u0449\u0438\u0439";tag=_token~1'+`*%!-.
Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/"][?}{
CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
Max-Forwards: 255
extensionHeader-!.%*+_`'~: \ufeff\u5927\u505c\u96fb
Content-Length: 0

"""

LONG = "x" * 400

LONGREQ = f"""INVITE sip:nobody@{{there}} SIP/2.0
To: "I have a user name of {"extreme" * 40} proportion" <sip:nobody@{{there}};unknownparam1=verylong{LONG};longparam{"name" * 60}=shortvalue;very{"long" * 60}ParameterNameWithNoValue>
F: sip:{"amazinglylongcallername" * 12}@example.net;tag=12{"982" * 30}424;unknownheaderparam{"name" * 60}=unknowheaderparam{"value" * 60};unknownValueless{"paramname" * 20}
Call-ID: longreq.one{"really" * 50}longcallid{{id}}
CSeq: 3882340 INVITE
Unknown-{"Long" * 60}-Name: unknown-{"long" * 60}-value; unknown-{"long" * 60}-parameter-name = unknown-{"long" * 60}-parameter-value
Via: SIP/2.0/UDP {{here}};branch=z9hG4bK{{id}};rport
{chr(10).join(f"Via: SIP/2.0/TCP sip{n}.example.com" for n in range(33, 1, -1))}
Max-Forwards: 70
Contact: <sip:{"amazinglylongcallername" * 12}@host5.example.net>
Content-Type: application/sdp
l: {len(SDP.replace(chr(10), "  "))}

{SDP}"""

CATALOGUE: tuple[Torture, ...] = (
    # 3.1.1 valid messages
    Torture("wsinv", "3.1.1.1", True, WSINV),
    Torture("intmeth", "3.1.1.2", True, INTMETH),
    Torture("esc01", "3.1.1.3", True, invite(uri="sip:sips%3Auser%40example.com@{there}")),
    Torture(
        "escnull",
        "3.1.1.4",
        True,
        head(
            "REGISTER", "sip:{there}", "L: 0",
            "Contact: <sip:%00@host5.example.com>", "Contact: <sip:%00%00@host5.example.com>",
            skip="Contact,To",
        ).replace("Call-ID", "To: sip:null-%00-null@{there}\nCall-ID")
        + "\n\n",
    ),
    Torture(
        "esc02",
        "3.1.1.5",
        True,
        head("RE%47IST%45R", "sip:registrar.example.com", "L: 0", skip="CSeq")
        + "\nCSeq: 29344 RE%47IST%45R\n\n",
    ),
    Torture(
        "lwsdisp",
        "3.1.1.6",
        True,
        options(skip="From") .replace("Max-Forwards", "From: caller<sip:caller@example.com>;tag=323\nMax-Forwards"),
    ),
    Torture("longreq", "3.1.1.7", True, LONGREQ),
    Torture(
        "dblreq",
        "3.1.1.8",
        True,
        head("REGISTER", "sip:{there}", "l: 0") + "\n\n" + invite(),
    ),
    Torture("semiuri", "3.1.1.9", True, options(uri="sip:user;par=u%40example.net@{there}")),
    Torture(
        "transports",
        "3.1.1.10",
        True,
        options(*(f"Via: SIP/2.0/{one} t.example.com;branch=z9hG4bK{one}" for one in ("SCTP", "TLS", "UNKNOWN"))),
    ),
    Torture(
        "mpart01",
        "3.1.1.11",
        True,
        head(
            "MESSAGE", "sip:nobody@{there}",
            "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655", "Content-Length: 130",
        )
        + "\n\n--7a9cbec02ceef655\nContent-Type: text/plain\n\nHello\n--7a9cbec02ceef655\n"
        "Content-Type: application/octet-stream\n\n\x00\x01\udcff\udcfe\x30\x82\n--7a9cbec02ceef655--\n",
    ),
    Torture(
        "unreason",
        "3.1.1.12",
        True,
        "SIP/2.0 200 = 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e\nVia: SIP/2.0/UDP {there};branch=z9hG4bK{id}\n"
        "Call-ID: {id}\nCSeq: 35 INVITE\nFrom: <sip:a@{there}>;tag=1\nTo: <sip:b@{there}>;tag=2\n"
        "Content-Length: 0\nContact: <sip:b@{here}>\n\n",
    ),
    Torture(
        "noreason",
        "3.1.1.13",
        True,
        "SIP/2.0 100 \nVia: SIP/2.0/UDP {there};branch=z9hG4bK{id}\nCall-ID: {id}\nCSeq: 35 INVITE\n"
        "From: <sip:a@{there}>;tag=1\nTo: <sip:b@{there}>;tag=2\nContent-Length: 0\n\n",
    ),
    # 3.1.2 invalid messages
    Torture("badinv01", "3.1.2.1", False, invite("Contact: \"Joe\" <sip:joe@example.org>;;;;", skip="Contact")),
    Torture("clerr", "3.1.2.2", False, invite("Content-Length: 9999", skip="Content-Length")),
    Torture("ncl", "3.1.2.3", False, invite("Content-Length: -999", skip="Content-Length")),
    Torture(
        "scalar02",
        "3.1.2.4",
        False,
        head(
            "REGISTER", "sip:{there}",
            "CSeq: 36893488147419103232 REGISTER", "Expires: 1" + "0" * 36,
            "Contact: <sip:user@host129.example.com>;expires=280297596632815", "Content-Length: 0",
            skip="CSeq,Max-Forwards,Contact",
        ).replace("To:", "Max-Forwards: 300\nTo:", 1)
        + "\n\n",
    ),
    Torture(
        "scalarlg",
        "3.1.2.5",
        False,
        "SIP/2.0 503 Service Unavailable\nVia: SIP/2.0/UDP {there};branch=z9hG4bK{id}\n"
        "Call-ID: {id}\nCSeq: 9292394834772304023312 OPTIONS\nFrom: <sip:a@{there}>;tag=1\n"
        "To: <sip:b@{there}>;tag=2\nRetry-After: 949302838503028349304023988\n"
        "Warning: 1812 overture \"In Progress\"\nContent-Length: 0\n\n",
    ),
    Torture("quotbal", "3.1.2.6", False, invite(skip="To").replace("Call-ID", 'To: "Mr. J. User <sip:nobody@{there}>\nCall-ID', 1)),
    Torture("ltgtruri", "3.1.2.7", False, invite(uri="<sip:nobody@{there}>")),
    Torture("lwsruri", "3.1.2.8", False, invite(uri="sip:nobody@{there}; lr")),
    Torture("lwsstart", "3.1.2.9", False, options().replace("OPTIONS sip:nobody@{there} ", "OPTIONS  sip:nobody@{there}  ", 1)),
    Torture("trws", "3.1.2.10", False, options().replace(" SIP/2.0\n", " SIP/2.0  \n", 1)),
    Torture("escruri", "3.1.2.11", False, invite(uri="sip:nobody@{there}?Route=%3Csip:sip.example.com%3E")),
    Torture("baddate", "3.1.2.12", False, options("Date: Fri, 01 Jan 2010 16:00:00 EST")),
    Torture("regbadct", "3.1.2.13", False, head("REGISTER", "sip:{there}", "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E", "l: 0", skip="Contact") + "\n\n"),
    Torture("badaspec", "3.1.2.14", False, options(skip="From").replace("Max-Forwards", 'From: "Bell, Alexander" <sip:a.g.bell@bell-tel.com>;tag=43\nMax-Forwards', 1).replace("To: <sip", 'To: "Watson, Thomas" < sip', 1)),
    Torture("baddn", "3.1.2.15", False, options(skip="From").replace("Max-Forwards", "From: Bell, Alexander <sip:a.g.bell@bell-tel.com>;tag=43\nMax-Forwards", 1)),
    Torture("badvers", "3.1.2.16", False, options().replace(" SIP/2.0\n", " SIP/7.0\n", 1).replace("SIP/2.0/UDP", "SIP/7.0/UDP", 1)),
    Torture("mismatch01", "3.1.2.17", False, options(skip="CSeq").replace("Contact", "CSeq: 8 INVITE\nContact", 1)),
    Torture("mismatch02", "3.1.2.18", False, head("NEWMETHOD", "sip:nobody@{there}", "Content-Length: 0", "CSeq: 8 INVITE", skip="CSeq") + "\n\n"),
    Torture("bigcode", "3.1.2.19", False, "SIP/2.0 4294967301 better not break the receiver\nVia: SIP/2.0/UDP {there};branch=z9hG4bK{id}\nCall-ID: {id}\nCSeq: 35 INVITE\nFrom: <sip:a@{there}>;tag=1\nTo: <sip:b@{there}>;tag=2\nContent-Length: 0\n\n"),
    # 3.2 transaction layer
    Torture("badbranch", "3.2.1", False, options(skip="Via").replace("Max-Forwards", "Via: SIP/2.0/UDP {here};branch=z9hG4bK\nMax-Forwards", 1)),
    # 3.3 application layer
    Torture("insuf", "3.3.1", False, head("INVITE", "sip:nobody@{there}", "Content-Length: 0", skip="From,To,Call-ID") + "\n\n"),
    Torture("unkscm", "3.3.2", False, options(uri="nobodyKnowsThisScheme:totallyopaquecontent")),
    Torture("novelsc", "3.3.3", False, options(uri="soap.beep://192.0.2.103:3002")),
    Torture("unksm2", "3.3.4", False, head("REGISTER", "sip:{there}", "Contact: <name:John_Smith>", "l: 0", skip="To,Contact").replace("Call-ID", "To: isbn:2983792873\nCall-ID", 1) + "\n\n"),
    Torture("bext01", "3.3.5", False, options("Require: nothingSupportsThis, nothingSupportsThisEither", "Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis")),
    Torture("invut", "3.3.6", False, head("INVITE", "sip:nobody@{there}", "Content-Type: application/unknownformat", "Content-Length: 40") + "\n\n<audio> <pcmu port=\"443\"/> </audio>     "),
    Torture("regaut01", "3.3.7", False, head("REGISTER", "sip:{there}", "Authorization: NoOneKnowsThisScheme opaque-data=here", "Content-Length:0") + "\n\n"),
    Torture("multi01", "3.3.8", False, invite("CSeq: 5 INVITE", "Call-ID: second{id}", "Max-Forwards: 5", "From: sip:other@example.com;tag=3", "To: sip:other@{there}")),
    Torture("mcl01", "3.3.9", False, head("OPTIONS", "sip:nobody@{there}", "Content-Length: 13", "Content-Length: 5") + "\n\nThere's no way to know how many octets"),
    Torture("bcast", "3.3.10", True, "SIP/2.0 200 OK\nVia: SIP/2.0/UDP {there};branch=z9hG4bK{id}\nVia: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1\nCall-ID: {id}\nCSeq: 35 INVITE\nFrom: <sip:a@{there}>;tag=1\nTo: <sip:b@{there}>;tag=2\nContent-Length: 0\n\n"),
    Torture("zeromf", "3.3.11", True, options(skip="Max-Forwards").replace("From", "Max-Forwards: 0\nFrom", 1)),
    Torture("cparam01", "3.3.12", True, head("REGISTER", "sip:{there}", "Contact: sip:+19725552222@gw1.example.net;unknownparam", "l: 0", skip="Contact") + "\n\n"),
    Torture("cparam02", "3.3.13", True, head("REGISTER", "sip:{there}", "Contact: <sip:+19725552222@gw1.example.net;unknownparam>", "l: 0", skip="Contact") + "\n\n"),
    Torture("regescrt", "3.3.14", True, head("REGISTER", "sip:{there}", "Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>", "L: 0", skip="Contact") + "\n\n"),
    Torture("sdp01", "3.3.15", True, invite("Accept: text/nobodyKnowsThis")),
    # 3.4 backward compatibility
    Torture("inv2543", "3.4.1", True, "INVITE sip:nobody@{there} SIP/2.0\nVia: SIP/2.0/UDP {here}\nFrom: <sip:a@example.net>\nTo: <sip:nobody@{there}>\nCall-ID: {id}\nCSeq: 1 INVITE\nContent-Type: application/sdp\n\n" + SDP),
)  # fmt: skip

BEYOND: tuple[Torture, ...] = (
    Torture("nothing", "-", False, "\n\n"),
    Torture("zeros", "-", False, "\x00" * 512),
    Torture("noise", "-", False, "".join(chr(0xDC80 + n % 128) for n in range(2048))),
    Torture("half", "-", False, "INVITE sip:nobody@{there} SIP/2.0\nVia: SIP/2.0/UDP {here};bra"),
    Torture("vias", "-", False, options(*["Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa"] * 600)),
    Torture("headers", "-", False, options(*[f"X-{n}: {n}" for n in range(1500)])),
    Torture("format", "-", True, options(uri="sip:%25s%25n%25x@{there}", skip="From").replace("To:", "From: \"%s%n%x%n\" <sip:%25n@x>;tag=%n\nTo:", 1)),
    Torture("injection", "-", True, options(uri="sip:';drop table calls;--@{there}")),
    Torture("dialplan", "-", True, invite(uri="sip:${{SHELL(id)}}@{there}")),
    Torture("deepsdp", "-", True, invite(body="v=0\no=- 0 0 IN IP4 0.0.0.0\ns=-\nc=IN IP4 0.0.0.0\nt=0 0\n" + "m=audio 1 RTP/AVP 0\n" * 300)),
    Torture("refer", "-", True, head("REFER", "sip:nobody@{there}", "Refer-To: <sip:0085223456789@192.0.2.1>", "Content-Length: 0") + "\n\n"),
    Torture("replaces", "-", True, invite("Replaces: {id};to-tag=1;from-tag=2")),
)  # fmt: skip
"""What the RFC does not list and attackers send."""
