package io.moodlepipeline.zoho.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <p>Well done.</p>                                        | Well done.
            <p dir="ltr">One</p><p>Two</p>                           | One/Two
            One<br>Two<br/>Three                                     | One/Two/Three
            <ul><li>One</li><li><b>T</b>wo</li></ul>                 | One/Two
            <p>a &lt; b &amp;&amp; c&nbsp;&gt; d &eacute; &#128512;</p> | a < b && c > d é 😀
            <style>p{color:red}</style><p>Seen</p><script>no()</script> | Seen
            <p>Seen<!-- not seen --></p>                             | Seen
            <table><tr><td>P1</td><td>yes</td></tr><tr><td>P2</td></tr></table> | P1 yes/P2
            <p>one<em> two </em>three</p>                            | one two three
            <p>a <b>unclosed <i>b                                    | a unclosed b
            5 < 6 and 7 > 6                                          | 5 < 6 and 7 > 6
            <img src="x" onerror="no()">                             | ''
            """)
    void htmlIsReadAsAPersonSeesIt(String html, String lines) {
        assertThat(HtmlText.plain(html)).isEqualTo(lines.replace('/', '\n'));
    }

    @Test
    void lineBreaksMeanSomethingInPlainTextAndNothingInHtml() {
        assertThat(HtmlText.plain("One\r\nTwo")).isEqualTo("One\nTwo");
        assertThat(HtmlText.plain("<p>One\r\nand</p>\n<p>Two</p>")).isEqualTo("One and\nTwo");
    }

    @Test
    void deeplyNestedHtmlIsReadToo() {
        assertThat(HtmlText.plain("<div>".repeat(20_000) + "deep")).isEqualTo("deep");
    }
}
