package io.moodlepipeline.zoho.row;

import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Reads HTML as a person sees it: paragraphs, list items and breaks on lines of their own, no scripts, no styles. */
final class HtmlText {
    private HtmlText() {}

    static String plain(String html) {
        Document document = Jsoup.parseBodyFragment(html);
        // Without any tag it is most likely a plain text, whose own line breaks mean something.
        String text = document.body().childrenSize() == 0 ? document.body().wholeText() : lines(document);
        return text.replace('\u00a0', ' ')
                .lines()
                .map(line -> line.replaceAll("[ \\t]+", " ").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String lines(Document document) {
        StringBuilder lines = new StringBuilder();
        document.body().traverse(new NodeVisitor() {
            @Override
            public void head(Node node, int depth) {
                if (node instanceof TextNode text) {
                    // What is in a script or style is no text node.
                    lines.append(preformatted(text) ? text.getWholeText() : text.text());
                } else if (isBreak(node)) {
                    lines.append('\n');
                } else if (node.nameIs("td") || node.nameIs("th")) {
                    lines.append(' ');
                }
            }

            @Override
            public void tail(Node node, int depth) {
                if (isBreak(node)) {
                    lines.append('\n');
                }
            }
        });
        return lines.toString();
    }

    private static boolean preformatted(TextNode text) {
        return text.parent() != null && text.parent().nameIs("pre");
    }

    private static boolean isBreak(Node node) {
        return node instanceof Element element
                && (element.nameIs("br") || element.isBlock())
                && !element.nameIs("td")
                && !element.nameIs("th");
    }
}
