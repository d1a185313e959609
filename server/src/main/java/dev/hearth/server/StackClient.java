package dev.hearth.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** CloudFormation and S3 as {@code deploy} uses them, with the user's keys. */
record StackClient(SignedClient client) {

    private static final String VERSION = "2010-05-15";

    /** The service refused; the message is AWS's. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /** Calls {@code action} of CloudFormation; a refusal is {@link Refused}. */
    Xml call(String action, Map<String, String> parameters) {
        StringBuilder form = new StringBuilder("Action=" + action + "&Version=" + VERSION);
        new TreeMap<>(parameters)
                .forEach((name, value) ->
                        form.append('&').append(name).append('=').append(encoded(value)));
        SignedClient.Answer answer = client.post(
                "cloudformation",
                "/",
                Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                form.toString().getBytes(StandardCharsets.UTF_8));
        Xml xml = Xml.parse(answer.body());
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            String message = xml.first("Message").orElse("HTTP " + answer.status() + " " + answer.text());
            throw new Refused(answer.status(), message);
        }
        return xml;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Makes {@code bucket} when it is not there. */
    void bucket(String bucket) {
        int status = client.send("HEAD", "s3", "/" + bucket, Map.of(), Content.none())
                .status();
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            check("make the bucket " + bucket, client.send("PUT", "s3", "/" + bucket, Map.of(), Content.none()));
        } else if (status != HttpURLConnection.HTTP_OK) {
            throw new CommandException("cannot use the bucket " + bucket + ": HTTP " + status);
        }
    }

    /** Whether there is an object of this key. */
    boolean has(String bucket, String key) {
        return client.send("HEAD", "s3", "/" + bucket + "/" + key, Map.of(), Content.none())
                        .status()
                == HttpURLConnection.HTTP_OK;
    }

    void put(String bucket, String key, Content content) {
        check(
                "upload " + key,
                client.send(
                        "PUT",
                        "s3",
                        "/" + bucket + "/" + key,
                        Map.of("content-type", "application/octet-stream"),
                        content));
    }

    private static void check(String what, SignedClient.Answer answer) {
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            throw new CommandException("cannot " + what + ": HTTP " + answer.status() + " " + answer.text());
        }
    }

    /** An element of an answer. */
    record Xml(Element element) {

        static Xml parse(byte[] body) {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
                return new Xml(factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(body))
                        .getDocumentElement());
            } catch (ParserConfigurationException | SAXException | IOException e) {
                throw new CommandException("not an answer of CloudFormation: "
                        + new String(body, 0, Math.min(body.length, 500), StandardCharsets.UTF_8));
            }
        }

        /** The text of the first element {@code name}, however deep. */
        Optional<String> first(String name) {
            var found = element.getElementsByTagName(name);
            return found.getLength() == 0
                    ? Optional.empty()
                    : Optional.of(found.item(0).getTextContent());
        }

        /** The text of the child {@code name}; empty when there is none. */
        String child(String name) {
            for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node.getNodeName().equals(name)) {
                    return node.getTextContent();
                }
            }
            return "";
        }

        /** The members of the first list {@code name}. */
        List<Xml> members(String name) {
            List<Xml> members = new ArrayList<>();
            var found = element.getElementsByTagName(name);
            if (found.getLength() > 0) {
                for (Node node = found.item(0).getFirstChild(); node != null; node = node.getNextSibling()) {
                    if (node instanceof Element member) {
                        members.add(new Xml(member));
                    }
                }
            }
            return members;
        }
    }
}
