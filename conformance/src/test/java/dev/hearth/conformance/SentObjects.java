package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a test sent to a bucket and what it was told: so, what each key may hold after the server was killed. */
final class SentObjects {

    private static final int PAGE = 7; // few, so that listings have pages

    /**
     * Bytes that were sent.
     *
     * @param etag as S3 makes it of them
     * @param digest of the whole
     * @param pieces the sizes of the parts they were sent in
     */
    record Content(String etag, String digest, List<Integer> pieces) {

        static Content of(byte[] bytes) {
            String md5 = hex(bytes);
            return new Content(md5, md5, List.of(bytes.length));
        }

        static Content of(List<byte[]> parts) {
            MessageDigest whole = md5();
            MessageDigest ofDigests = md5();
            List<Integer> pieces = new ArrayList<>();
            for (byte[] part : parts) {
                whole.update(part);
                ofDigests.update(md5().digest(part));
                pieces.add(part.length);
            }
            HexFormat format = HexFormat.of();
            return new Content(
                    format.formatHex(ofDigests.digest()) + "-" + parts.size(),
                    format.formatHex(whole.digest()),
                    pieces);
        }

        long size() {
            return pieces.stream().mapToLong(each -> each).sum();
        }

        private boolean isListedAs(S3Object object) {
            return object.eTag().equals("\"" + etag + "\"") && object.size() == size();
        }
    }

    private final Map<String, Set<Content>> sent = new ConcurrentHashMap<>();
    private final Map<String, Set<Optional<Content>>> possible = new ConcurrentHashMap<>();
    private final Set<String> unchecked = ConcurrentHashMap.newKeySet();

    static byte[] random(SplittableRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A change of the key begins, to these bytes or to none. */
    void begin(String key, Optional<Content> next) {
        next.ifPresent(content ->
                sent.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(content));
        possible.merge(key, with(Set.of(Optional.empty()), next), (before, _) -> with(before, next));
        unchecked.add(key);
    }

    /** The key is created, if nothing is there: nothing more is possible when it is known to be. */
    void beginCreation(String key, Content next) {
        sent.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(next);
        Set<Optional<Content>> created = Set.of(Optional.empty(), Optional.of(next));
        possible.merge(
                key,
                created,
                (before, _) -> before.contains(Optional.<Content>empty()) ? with(before, Optional.of(next)) : before);
        unchecked.add(key);
    }

    private static Set<Optional<Content>> with(Set<Optional<Content>> before, Optional<Content> next) {
        Set<Optional<Content>> both = new java.util.HashSet<>(before);
        both.add(next);
        return both;
    }

    /** It was acknowledged. */
    void acknowledged(String key, Optional<Content> now) {
        possible.put(key, Set.of(now));
    }

    /** How many keys there ever were. */
    int keys() {
        return possible.size();
    }

    /** Every listed object is one that was sent, whole, whatever happens meanwhile. */
    List<S3Object> checkListing(S3Client s3, String bucket) {
        List<S3Object> listed =
                s3.listObjectsV2Paginator(list -> list.bucket(bucket).maxKeys(PAGE * PAGE)).contents().stream()
                        .toList();
        for (S3Object object : listed) {
            assertThat(sent.getOrDefault(object.key(), Set.of()))
                    .as("%s is listed as %s", object.key(), object)
                    .anyMatch(content -> content.isListedAs(object));
        }
        return listed;
    }

    /** What is read of a key, whatever happens meanwhile, is something that was sent. */
    void checkRead(S3Client s3, String bucket, String key) {
        read(s3, bucket, key)
                .ifPresent(digest -> assertThat(sent.getOrDefault(key, Set.of()))
                        .as(key)
                        .anyMatch(content -> content.digest().equals(digest)));
    }

    /**
     * Nobody writes: every key holds what was acknowledged last, or what was under way, and is listed so; those that
     * changed since the last check are read too, or all.
     */
    void check(S3Client s3, String bucket, boolean all) {
        Map<String, S3Object> listed = new java.util.HashMap<>();
        checkListing(s3, bucket).forEach(object -> listed.put(object.key(), object));
        for (Map.Entry<String, Set<Optional<Content>>> each : possible.entrySet()) {
            S3Object object = listed.remove(each.getKey());
            List<Optional<Content>> right = each.getValue().stream()
                    .filter(content -> content.map(there -> object != null && there.isListedAs(object))
                            .orElse(object == null))
                    .toList();
            assertThat(right)
                    .as("%s is listed as %s, not as one of %s", each.getKey(), object, each.getValue())
                    .hasSize(1);
            if (all || unchecked.contains(each.getKey())) {
                assertThat(read(s3, bucket, each.getKey()))
                        .as(each.getKey())
                        .isEqualTo(right.getFirst().map(Content::digest));
            }
            each.setValue(Set.of(right.getFirst()));
        }
        unchecked.clear();
        assertThat(listed).isEmpty();
    }

    private static Optional<String> read(S3Client s3, String bucket, String key) {
        try {
            return Optional.of(
                    hex(s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe()));
        } catch (NoSuchKeyException nothing) {
            return Optional.empty();
        }
    }

    /** After {@link #check}: the sizes of the pieces of everything that is there. */
    List<Integer> pieces() {
        return possible.values().stream()
                .flatMap(one -> one.iterator().next().stream())
                .flatMap(content -> content.pieces().stream())
                .toList();
    }

    /** The keys that anything may be at. */
    List<String> all() {
        return List.copyOf(possible.keySet());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(md5().digest(bytes));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
