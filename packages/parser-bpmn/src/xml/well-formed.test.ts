/** What is XML and what isn't, by the productions of XML 1.0 (fifth edition) and Namespaces in XML 1.0 (third edition). */
import { documentLimits } from "@rb/ir";
import { describe, expect, test } from "vitest";
import type { XmlElement } from "./element.js";
import { readXml } from "./read-xml.js";
import { createSource } from "./source.js";

const read = (text: string): ReturnType<typeof readXml> => readXml(createSource(text, "t"), documentLimits);

const control = "\u0002";
const malformed: Readonly<Record<string, readonly string[]>> = {
  "[1] document": [
    "  \n",
    "<!-- only -->",
    '<?xml version="1.0"?>',
    "<a/>x",
    "x<a/>",
    "&amp;<a/>",
    "<a/>&#32;",
    "<![CDATA[x]]><a/>",
    "<a/><![CDATA[]]>",
    "\uFEFF\uFEFF<a/>",
  ],
  "[2] characters": [
    "<a>\u0000</a>",
    `<a>${control}</a>`,
    `<a x="${control}"/>`,
    `<a><!--${control}--></a>`,
    `<a><?x ${control}?></a>`,
    `<a><![CDATA[${control}]]></a>`,
    "<a>\uFFFE</a>",
    "<a>\uFFFF</a>",
    "<a>\uD800</a>",
    "<a>\uDC00x</a>",
    '<a x="\uDBFF"/>',
  ],
  "[3] white space": ["<a\u0085x='1'/>", "<a\u00A0x='1'/>", "<a\u2003x='1'/>"],
  "[4] names": ["<1a/>", "<-a/>", "<.a/>", "<\u00D7/>", "<\u0300a/>", "<a!/>", "<#text/>", "<a 1x=''/>", "<></>"],
  "[10] attribute values": ["<a x='<'/>", "<a x='a & b'/>", "<a x='1/>", "<a x=1/>", "<a x='1\"/>"],
  "[14] text": ["<a>]]></a>", "<a>a & b</a>", "<a>&&</a>", "<a><</a>"],
  "[15] comments": [
    "<a><!-- a -- b --></a>",
    "<a><!-- a ---></a>",
    "<a><!-- a </a>",
    "<a><!--></a>",
    "<!-- -- --><a/>",
  ],
  "[16] processing instructions": [
    "<a><? x?></a>",
    "<a><?x </a>",
    "<a><?xml x?></a>",
    "<a><?XmL?></a>",
    ' <?xml version="1.0"?><a/>',
  ],
  "[18] CDATA sections": [
    "<a><![CDATA[x</a>",
    "<a><![cdata[x]]></a>",
    "<a><![CDATA [x]]></a>",
    "<a><![CDATA[a]]>]]></a>",
  ],
  "[22] prolog": [
    '<?xml encoding="UTF-8"?><a/>',
    '<?xml version="2.0"?><a/>',
    '<?xml version="1.0"encoding="UTF-8"?><a/>',
    '<?xml encoding="UTF-8" version="1.0"?><a/>',
    '<?xml version="1.0" version="1.0"?><a/>',
    '<?xml version="1.0" encoding="8bit!"?><a/>',
    '<?xml version="1.0" standalone="maybe"?><a/>',
    '<?xml version="1.0" other="1"?><a/>',
    '<?xml version="1.0"?><?xml version="1.0"?><a/>',
  ],
  "[28] a DOCTYPE elsewhere, other declarations": [
    "<a/><!DOCTYPE a>",
    "<a><!DOCTYPE a></a>",
    "<!ELEMENT a ANY><a/>",
    "<a><!ATTLIST a></a>",
    "<![INCLUDE[<a/>]]>",
  ],
  "[39] elements": ["<a></b>", "<a></A>", "<a/></a>", "<a><b></a></b>", "<a>", "<a/><b/>", "< a/>", "<a / >", "<a"],
  "[40] [42] tags": [
    "<a x='1'y='2'/>",
    "<a x/>",
    "<a x '1'/>",
    "<a></ a>",
    "<a></a x='1'>",
    "<a></a/>",
    "<a x='1' x='2'/>",
  ],
  "[66] [67] references": [
    "<a>&#0;</a>",
    "<a>&#x0;</a>",
    "<a>&#2;</a>",
    '<?xml version="1.1"?><a>&#2;</a>',
    "<a>&#xD800;</a>",
    "<a>&#xD83D;&#xDE00;</a>",
    "<a>&#xFFFE;</a>",
    "<a>&#x110000;</a>",
    "<a>&#99999999999999999999;</a>",
    "<a>&#;</a>",
    "<a>&#x;</a>",
    "<a>&#12a;</a>",
    "<a>&#X41;</a>",
    "<a>&# 65;</a>",
    "<a>&#65</a>",
    "<a>&amp</a>",
    "<a>&AMP;</a>",
    "<a>&nbsp;</a>",
    "<a x='&copy;'/>",
    "<a>&toString;</a>",
  ],
  "Namespaces, 3: reserved prefixes and names": [
    "<a xmlns:xml='u'/>",
    "<a xmlns:x='http://www.w3.org/XML/1998/namespace'/>",
    "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
    "<a xmlns:xmlns='u'/>",
    "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
    "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
    "<xmlns:a/>",
  ],
  "Namespaces, 4 and 7: qualified names": [
    "<a:b:c xmlns:a='u'/>",
    "<:a/>",
    "<a:/>",
    "<a :x='1'/>",
    "<a x:='1' xmlns:x='u'/>",
    "<a xmlns:p='u' p:q:r='1'/>",
    "<p:1 xmlns:p='u'/>",
    "<a xmlns:p='u' p:-b='1'/>",
    "<a xmlns:='u'/>",
    "<a xmlns:1='u'/>",
    "<a><?a:b c?></a>",
  ],
  "Namespaces, 5 and 6: declarations": [
    "<p:a/>",
    "<a p:x='1'/>",
    "<a><b xmlns:p='u'/><p:c/></a>",
    "<a xmlns:p=''/>",
    "<a xmlns='u' xmlns='v'/>",
    "<a xmlns:p='u' xmlns:p='u'/>",
    "<p:a xmlns:p='u' xmlns:q='u'></q:a>",
    "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
    "<a xmlns:p='u' xmlns:q='&#117;' p:x='1' q:x='2'/>",
  ],
};

describe.each(Object.entries(malformed))("%s", (_, documents) => {
  test.each(documents)("%j is refused at a place in it", (text) => {
    const refused = read(text);
    expect(refused).toMatchObject({ code: "bpmn/malformed-xml", severity: "error" });
    const { start } = (refused as { origin: { start: { line: number; column: number } } }).origin;
    expect(start.line).toBeGreaterThanOrEqual(1);
    expect(start.column).toBeGreaterThanOrEqual(1);
    expect(start.column).toBeLessThanOrEqual(text.length + 1);
  });
});

describe("what well-formed text says", () => {
  test.each([
    ["<a>&amp;lt;</a>", "&lt;"],
    ["<a>&#38;amp;</a>", "&amp;"],
    ["<a>&#x26;#65;</a>", "&#65;"],
    ["<a>&lt;&gt;&amp;&apos;&quot;</a>", "<>&'\""],
    ["<a>&#x1F600;&#128512;</a>", "😀😀"],
    ["<a><![CDATA[&lt;&#65;<b>]]></a>", "&lt;&#65;<b>"],
    ["<a>x <![CDATA[ y ]]> z</a>", "x  y  z"],
    ["<a>x and <![CDATA[y]]></a>", "x and y"],
    ["<a><![CDATA[]]]]><![CDATA[>]]></a>", "]]>"],
    ["<a>x<!-- <b> -->y<?p </a> ?>z</a>", "xyz"],
    ["<a>x\r\ny\rz</a>", "x\ny\nz"],
    ["<a>x&#13;&#10;y</a>", "x\r\ny"],
    ["<a>\n  x\t</a>", "x"],
    ["<a>\u00A0x\u00A0</a>", "\u00A0x\u00A0"],
    ["<a>></a>", ">"],
    [`<a>${"&amp;".repeat(5000)}</a>`, "&".repeat(5000)],
  ])("%j", (text, said) => {
    expect((read(text) as XmlElement).text).toBe(said);
  });

  test.each([
    ["<a x='&#38;lt;'/>", "&lt;"],
    ["<a x='p\nq\tr'/>", "p q r"],
    ["<a x='p\r\nq'/>", "p q"],
    ["<a x='p&#10;q&#9;r'/>", "p\nq\tr"],
    ["<a x = '/>]]>'/>", "/>]]>"],
    ['<a x\n=\n"it\'s"/>', "it's"],
    ["<a x='  p  '/>", "p"],
  ])("%j has x", (text, said) => {
    expect((read(text) as XmlElement).attributes.x).toBe(said);
  });
});
