package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Functions that call Hearth themselves, with what their environment gives them. */
@Tag("guests")
@ExtendWith(SharedHearth.class)
class CallingHearthTest {

    /** A signature by hand, because boto3 is not among what Hearth gives a function. */
    private static final String CALLER = """
            import datetime, hashlib, hmac, os, urllib.request
            def sign(key, text): return hmac.new(key, text.encode(), hashlib.sha256).digest()
            def handler(event, context):
                url = os.environ["AWS_ENDPOINT_URL"] + event["path"]
                stamp = datetime.datetime.utcnow().strftime("%Y%m%dT%H%M%SZ")
                host = url.split("/")[2]
                token = os.environ.get("AWS_SESSION_TOKEN")
                headers = {"host": host, "x-amz-date": stamp}
                if token: headers["x-amz-security-token"] = token
                names = ";".join(sorted(headers))
                canonical = "GET\\n" + event["path"] + "\\n\\n"
                canonical += "".join(k + ":" + headers[k] + "\\n" for k in sorted(headers))
                canonical += "\\n" + names + "\\n" + hashlib.sha256(b"").hexdigest()
                scope = stamp[:8] + "/" + os.environ["AWS_REGION"] + "/lambda/aws4_request"
                digest = hashlib.sha256(canonical.encode()).hexdigest()
                text = "AWS4-HMAC-SHA256\\n" + stamp + "\\n" + scope + "\\n" + digest
                key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
                for part in scope.split("/"): key = sign(key, part)
                credential = os.environ["AWS_ACCESS_KEY_ID"] + "/" + scope
                headers["authorization"] = ("AWS4-HMAC-SHA256 Credential=" + credential
                    + ", SignedHeaders=" + names + ", Signature=" + sign(key, text).hex())
                request = urllib.request.Request(url, headers=headers)
                return urllib.request.urlopen(request, timeout=25).read().decode()
            """;

    /** Two requests to STS, with the same signature by hand. */
    private static final String WHO = CALLER.replace("/lambda/aws4_request", "/sts/aws4_request")
            .replace("\"GET\\n\" + event[\"path\"] + \"\\n\\n\"", "\"GET\\n/\\n\" + event[\"path\"][2:] + \"\\n\"");

    private static final String STRANGER = """
            import socket
            def handler(event, context):
                try:
                    socket.create_connection((event["host"], event["port"]), timeout=2).close()
                    return "reached"
                except OSError as e:
                    return "shut: " + type(e).__name__
            """;

    private final Hearth hearth;

    CallingHearthTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void aFunctionCallsHearthWithItsOwnCredentials() {
        try (Function function = Function.python(hearth, CALLER, Function.timeout(Duration.ofSeconds(30)))) {
            Function.Answer answer = function.invoke("{\"path\":\"/2015-03-31/functions/\"}");

            assertThat(answer.error()).as(answer.payload()).isNull();
            assertThat(answer.payload()).contains(function.name());
        }
    }

    @Test
    void aFunctionIsASessionOfItsRoleWhetherOrNotThereIsOne() {
        try (Function function = Function.python(
                hearth,
                WHO,
                more -> more.role("arn:aws:iam::123456789012:role/service-role/made-up")
                        .timeout(30))) {
            Function.Answer answer = function.invoke("{\"path\":\"/?Action=GetCallerIdentity&Version=2011-06-15\"}");

            assertThat(answer.error()).as(answer.payload()).isNull();
            assertThat(answer.payload())
                    .contains("arn:aws:sts::000000000000:assumed-role/made-up/" + function.name())
                    .contains(":" + function.name() + "</UserId>");
        }
    }

    @Test
    void nothingElseOfTheHostIsReached() {
        try (Function function = Function.python(hearth, STRANGER, Function.timeout(Duration.ofSeconds(30)))) {
            assertThat(function.invoke("{\"host\":\"127.0.0.1\",\"port\":22}").payload())
                    .startsWith("\"shut");
            assertThat(function.invoke("{\"host\":\"192.0.2.1\",\"port\":80}").payload())
                    .startsWith("\"shut");
        }
    }
}
