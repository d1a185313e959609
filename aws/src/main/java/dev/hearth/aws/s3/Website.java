package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Static websites (user guide, "Hosting a static website using Amazon S3"). */
final class Website {

    private static final String REDIRECT = "x-amz-website-redirect-location";

    private Website() {}

    static void requireWhole(Element document) {
        boolean redirects = document.has("RedirectAllRequestsTo");
        boolean serves = document.has("IndexDocument");
        String suffix = document.child("IndexDocument").text("Suffix");
        if (redirects == serves || serves && (suffix.isEmpty() || suffix.contains("/"))) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
        }
    }

    static StreamReply serve(S3Call call) throws IOException {
        String method = call.request().method();
        try {
            if (!method.equals("GET") && !method.equals("HEAD")) {
                throw S3Error.METHOD_NOT_ALLOWED.because("The specified method is not allowed against this resource.");
            }
            Bucket bucket = call.bucket();
            String document = bucket.setting(Setting.WEBSITE);
            if (document == null) {
                throw S3Error.NO_WEBSITE.thrown();
            }
            return serve(call, bucket, Element.parse(document));
        } catch (FaultException refused) {
            return page(call, refused.fault());
        }
    }

    private static StreamReply serve(S3Call call, Bucket bucket, Element site) throws IOException {
        if (site.has("RedirectAllRequestsTo")) {
            Element to = site.child("RedirectAllRequestsTo");
            String protocol = to.text("Protocol").isEmpty() ? "http" : to.text("Protocol");
            return redirect(301, protocol + "://" + to.text("HostName") + "/" + Text.encoded(call.key()));
        }
        Element early = rule(site, call.key(), 0);
        if (early != null) {
            return redirect(call, early);
        }
        String index = site.child("IndexDocument").text("Suffix");
        String key = call.key().isEmpty() || call.key().endsWith("/") ? call.key() + index : call.key();
        Fault missing;
        try {
            return object(call, bucket, key, 200);
        } catch (FaultException refused) {
            missing = refused.fault();
        }
        boolean folder = Errors.status(missing) == 404
                && !call.key().isEmpty()
                && !call.key().endsWith("/")
                && call.s3().objects().find(bucket.name(), call.key() + "/" + index) != null;
        if (folder) {
            return redirect(302, "/" + Text.encoded(call.key()) + "/");
        }
        Element late = rule(site, call.key(), Errors.status(missing));
        if (late != null) {
            return redirect(call, late);
        }
        String error = site.child("ErrorDocument").text("Key");
        if (!error.isEmpty() && Errors.status(missing) != 304) {
            try {
                return object(call, bucket, error, Errors.status(missing));
            } catch (FaultException noErrorPage) {
                // Then AWS's own page.
            }
        }
        return page(call, missing);
    }

    /** The first routing rule for {@code key} and an error, or for {@code key} alone when {@code status} is 0. */
    private static @Nullable Element rule(Element site, String key, int status) {
        for (Element rule : site.child("RoutingRules").children("RoutingRule")) {
            Element condition = rule.child("Condition");
            String code = condition.text("HttpErrorCodeReturnedEquals");
            boolean now = status == 0 ? code.isEmpty() : code.equals(Integer.toString(status));
            if (now && key.startsWith(condition.text("KeyPrefixEquals"))) {
                return rule;
            }
        }
        return null;
    }

    private static StreamReply redirect(S3Call call, Element rule) {
        Element to = rule.child("Redirect");
        String prefix = rule.child("Condition").text("KeyPrefixEquals");
        String key = to.has("ReplaceKeyWith")
                ? to.text("ReplaceKeyWith")
                : to.has("ReplaceKeyPrefixWith")
                        ? to.text("ReplaceKeyPrefixWith") + call.key().substring(prefix.length())
                        : call.key();
        String host = call.header("Host");
        String protocol = to.text("Protocol").isEmpty() ? "http" : to.text("Protocol");
        String name = to.text("HostName").isEmpty() ? host == null ? "" : host : to.text("HostName");
        int status =
                to.text("HttpRedirectCode").matches("3\\d\\d") ? Integer.parseInt(to.text("HttpRedirectCode")) : 301;
        return redirect(status, protocol + "://" + name + "/" + Text.encoded(key));
    }

    private static StreamReply redirect(int status, String location) {
        return StreamReply.empty(status, new Headers().put("Location", location).list());
    }

    private static StreamReply object(S3Call call, Bucket bucket, String key, int status) throws IOException {
        boolean open = Access.isOpen(call, bucket, "s3:GetObject", key);
        ObjectVersion found = call.s3().objects().find(bucket.name(), key);
        if (!open) {
            throw S3Error.ACCESS_DENIED.thrown();
        }
        if (found == null) {
            throw S3Error.NO_SUCH_KEY.thrown();
        }
        String elsewhere = found.facts().headers().get(REDIRECT);
        if (elsewhere != null) {
            return redirect(301, elsewhere);
        }
        S3Call at = new S3Call(
                call.request(),
                new Address(bucket.name(), key, false),
                Map.of(),
                call.s3(),
                call.scope(),
                call.nowMillis());
        StreamReply reply = call.request().method().equals("HEAD") ? ObjectReads.head(at) : ObjectReads.get(at);
        return status == 200 ? reply : new StreamReply(status, reply.headers(), reply.content());
    }

    /** AWS's own page of an error. */
    private static StreamReply page(S3Call call, Fault fault) {
        int status = Errors.status(fault);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Content-Type", "text/html; charset=utf-8"));
        if (call.request().method().equals("HEAD") || status == 304) {
            return StreamReply.empty(status, headers);
        }
        String title = status + " " + fault.detail();
        Element page = Element.named("html")
                .add(Element.named("head").leaf("title", title).build())
                .add(Element.named("body")
                        .leaf("h1", title)
                        .add(Element.named("ul")
                                .leaf("li", "Code: " + fault.detail())
                                .leaf("li", "Message: " + fault.message())
                                .leaf("li", "RequestId: " + call.request().requestId())
                                .build())
                        .build())
                .build();
        return StreamReply.of(status, headers, page.write());
    }
}
