package dev.hearth.aws;

import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to a {@link StreamApi}, whose body is read as it comes. */
public interface StreamRequest {

    String requestId();

    String method();

    /** As it came, percent-encoded. */
    String path();

    /** As it came, without the question mark; empty for none. */
    String query();

    @Nullable
    String header(String name);

    List<Map.Entry<String, String>> headers();

    /** Who sent it, without the port. */
    String sourceIp();

    /** What its signature is worth. */
    Signer signer();

    /** Whether the one decision point allows it. */
    boolean allows(AccessRequest question);

    /**
     * The next bytes of the body, the reader's until he asks again; null at its end. Blocks; at most one reader.
     *
     * @throws IOException it breaks off
     */
    @Nullable
    ByteBuffer read() throws IOException;

    /** Who made {@code signature} over {@code text} in this credential scope; null when nobody who may. */
    @Nullable
    Caller signerOf(String credential, String text, String signature, @Nullable String token);

    /** Who signed a request. */
    sealed interface Signer {

        /** Nobody. */
        record Nobody() implements Signer {}

        /** Somebody whose claim does not hold. */
        record Refused(String code, String message, boolean presigned) implements Signer {}

        /**
         * Somebody who is known.
         *
         * @param accessKeyId whose
         * @param caller who that is
         * @param timestamp of the signature, as it is signed
         * @param scope date, region, service and terminator
         * @param signature of the head
         * @param signingKey what chunks of the body are signed with
         * @param presigned whether the signature is in the query
         */
        record Known(
                String accessKeyId,
                Caller caller,
                String timestamp,
                String scope,
                String signature,
                byte[] signingKey,
                boolean presigned)
                implements Signer {

            @Override
            public String toString() {
                return accessKeyId;
            }
        }
    }
}
