package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Bucket policies that ask for an object's own tags, {@code s3:ExistingObjectTag/KEY} (user guide, "Tagging and access
 * control policies"): what they allow nobody in particular, and what they deny the owner.
 */
@ExtendWith(SharedHearth.class)
class BucketPolicyTest {

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    private final Hearth hearth;
    private final S3Client s3;
    private final String bucket = "b-" + UUID.randomUUID();

    BucketPolicyTest(Hearth hearth) {
        this.hearth = hearth;
        this.s3 = new Clients(hearth.endpoint(), hearth.keys()).s3();
        s3.createBucket(request -> request.bucket(bucket));
        // A new bucket lets no policy open it.
        s3.deletePublicAccessBlock(request -> request.bucket(bucket));
    }

    private String put(String key, String tags) {
        return s3.putObject(
                        request -> request.bucket(bucket).key(key).tagging(tags), RequestBody.fromString(key + tags))
                .versionId();
    }

    private void tag(String key, String name, String value) {
        s3.putObjectTagging(request -> request.bucket(bucket)
                .key(key)
                .tagging(
                        tags -> tags.tagSet(Tag.builder().key(name).value(value).build())));
    }

    private String get(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }

    private void policy(String effect, String actions, String condition) {
        s3.putBucketPolicy(request -> request.bucket(bucket).policy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"EFFECT","Principal":"*","Action":[ACTIONS],
                "Resource":"arn:aws:s3:::BUCKET/*","Condition":{CONDITION}}]}""".replace("EFFECT", effect)
                .replace("ACTIONS", actions)
                .replace("BUCKET", bucket)
                .replace("CONDITION", condition)));
    }

    /** Somebody without keys. */
    private int anybody(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(hearth.endpoint() + "/" + bucket + "/" + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void whatIsTaggedForAllIsReadByAll() throws Exception {
        put("shown", "audience=all&x=y");
        put("inner", "audience=staff");
        put("plain", "");
        assertThat(anybody("shown")).isEqualTo(FORBIDDEN);

        policy("Allow", "\"s3:GetObject\"", "\"StringEquals\":{\"s3:ExistingObjectTag/audience\":\"all\"}");

        assertThat(anybody("shown")).isEqualTo(OK);
        assertThat(anybody("inner")).isEqualTo(FORBIDDEN);
        assertThat(anybody("plain")).isEqualTo(FORBIDDEN);
        // What is not there has no tags, and who may not list does not hear that it is not there.
        assertThat(anybody("nothing")).isEqualTo(FORBIDDEN);

        tag("inner", "audience", "all");
        tag("shown", "audience", "staff");
        assertThat(anybody("inner")).isEqualTo(OK);
        assertThat(anybody("shown")).isEqualTo(FORBIDDEN);
    }

    @Test
    void eachVersionIsJudgedByItsOwnTags() throws Exception {
        s3.putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(change -> change.status(BucketVersioningStatus.ENABLED)));
        String shown = put("key", "audience=all");
        String inner = put("key", "audience=staff");

        policy(
                "Allow",
                "\"s3:GetObject\",\"s3:GetObjectVersion\"",
                "\"StringEquals\":{\"s3:ExistingObjectTag/audience\":\"all\"}");

        assertThat(anybody("key")).isEqualTo(FORBIDDEN);
        assertThat(anybody("key?versionId=" + inner)).isEqualTo(FORBIDDEN);
        assertThat(anybody("key?versionId=" + shown)).isEqualTo(OK);
    }

    @Test
    void whatIsTaggedAsSecretIsDeniedToItsOwner() {
        put("secret", "class=secret");
        put("other", "class=open");
        put("plain", "");

        policy("Deny", "\"s3:GetObject\"", "\"StringEquals\":{\"s3:ExistingObjectTag/class\":\"secret\"}");

        assertThatThrownBy(() -> get("secret")).hasMessageContaining("explicit deny");
        assertThat(get("other")).isEqualTo("otherclass=open");
        assertThat(get("plain")).isEqualTo("plain");
        tag("secret", "class", "open");
        assertThat(get("secret")).isEqualTo("secretclass=secret");
    }

    @Test
    void whatIsNotTaggedIsDeniedWhenATagIsAskedFor() {
        put("checked", "scan=clean");
        put("new", "");

        policy("Deny", "\"s3:GetObject\"", "\"StringNotEquals\":{\"s3:ExistingObjectTag/scan\":\"clean\"}");

        assertThat(get("checked")).isEqualTo("checkedscan=clean");
        assertThatThrownBy(() -> get("new")).hasMessageContaining("explicit deny");
        // The tag that opens it may be given: only reading is denied.
        tag("new", "scan", "clean");
        assertThat(get("new")).isEqualTo("new");
    }

    @Test
    void tagsOfATaggedObjectAreNotChanged() {
        put("kept", "hold=yes");
        put("free", "hold=no");

        policy("Deny", "\"s3:PutObjectTagging\"", "\"StringEquals\":{\"s3:ExistingObjectTag/hold\":\"yes\"}");

        assertThatThrownBy(() -> tag("kept", "hold", "no")).hasMessageContaining("explicit deny");
        tag("free", "hold", "yes");
        assertThatThrownBy(() -> tag("free", "hold", "no")).hasMessageContaining("explicit deny");
    }
}
