package dev.hearth.neighbours.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class S3DecisionsTest {

    private static final long DAY = 86_400_000;

    private static byte[] sum(ChecksumAlgorithm algorithm, String text) {
        Summing summing = algorithm.summing();
        summing.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return summing.end();
    }

    /** Long texts go in two lanes: a sum bit by bit is the judge. */
    @Test
    void crc64IsTheSameInLanes() {
        byte[] text = new byte[10_001];
        new java.util.SplittableRandom(7).nextBytes(text);
        long expected = -1;
        for (byte each : text) {
            expected ^= each & 0xFF;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                expected = (expected & 1) == 0 ? expected >>> 1 : expected >>> 1 ^ Crc64.POLYNOMIAL;
            }
        }
        Summing summing = ChecksumAlgorithm.CRC64NVME.summing();
        summing.add(ByteBuffer.wrap(text, 0, 9_000));
        summing.add(ByteBuffer.wrap(text, 9_000, 1_001).asReadOnlyBuffer());
        assertThat(ByteBuffer.wrap(summing.end()).getLong()).isEqualTo(~expected);
    }

    @Test
    void theCheckValueOfCrc64IsItsCatalogues() {
        assertThat(HexFormat.of().formatHex(sum(ChecksumAlgorithm.CRC64NVME, "123456789")))
                .isEqualTo("ae8b14860a799888");
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void partsChecksumsMakeTheWholes(ChecksumAlgorithm algorithm) {
        String second = "and a second part".repeat(1_000);
        byte[] whole = sum(algorithm, "one part " + second);

        assertThat(Combining.of(algorithm, sum(algorithm, "one part "), sum(algorithm, second), second.length()))
                .isEqualTo(whole);
    }

    private static ObjectVersion version(String key, long modified, boolean marker) {
        return new ObjectVersion(
                "b", key, modified, "v" + modified, true, marker, 5, "tag", modified, List.of(), Facts.NONE);
    }

    private static KeyState state(@Nullable ObjectVersion latest) {
        return new KeyState(latest, null, latest);
    }

    @Test
    void aConditionalWriteLooksAtWhatReadersSee() {
        ObjectVersion added = version("k", 9, false);
        Condition absent = new Condition(null, "*", -1, -1);
        Condition same = new Condition("\"tag\"", null, -1, -1);

        assertThat(VersionDecisions.put(state(null), Versioning.ENABLED, added, absent)
                        .added())
                .isEqualTo(added);
        assertThat(VersionDecisions.put(state(version("k", 1, true)), Versioning.ENABLED, added, absent)
                        .added())
                .isEqualTo(added);
        assertThatThrownBy(() ->
                        VersionDecisions.put(state(version("k", 1, false)), Versioning.UNVERSIONED, added, absent))
                .hasMessageContaining("pre-conditions");
        assertThat(VersionDecisions.put(state(version("k", 1, false)), Versioning.ENABLED, added, same)
                        .added())
                .isEqualTo(added);
        assertThatThrownBy(() -> VersionDecisions.put(state(null), Versioning.ENABLED, added, same))
                .hasMessageContaining("does not exist");
    }

    @Test
    void aNewVersionIsNewerWhateverTheClockSays() {
        ObjectVersion late = version("k", 100, false);
        Change change = VersionDecisions.put(state(late), Versioning.ENABLED, version("k", 9, false), Condition.NONE);

        assertThat(change.added())
                .isNotNull()
                .extracting(ObjectVersion::sequence)
                .isEqualTo(101L);
    }

    private static ListPage<String> list(List<String> keys, String prefix, String delimiter, String after, int limit) {
        List<String> sorted = keys.stream().sorted(Comparator.naturalOrder()).toList();
        Lister.Source<String> source = (from, most) -> sorted.stream()
                .filter(key -> key.compareTo(from.key()) > (from.inclusive() ? -1 : 0))
                .limit(most)
                .toList();
        return new Lister<>(new ListQuery("b", prefix, delimiter, after, limit), source, key -> key, key -> "")
                .page("");
    }

    @Test
    void pagesStepOverWhatIsRolledUp() {
        List<String> keys = Stream.of("a", "b/1", "b/2", "b/3", "c", "d/1").toList();

        ListPage<String> first = list(keys, "", "/", "", 2);
        assertThat(first).isEqualTo(new ListPage<>(List.of("a"), List.of("b/"), "b/", ""));
        assertThat(list(keys, "", "/", first.next(), 9)).isEqualTo(new ListPage<>(List.of("c"), List.of("d/"), "", ""));
        assertThat(list(keys, "b/", "/", "", 9).items()).containsExactly("b/1", "b/2", "b/3");
        assertThat(list(keys, "b/", "", "b/1", 1)).isEqualTo(new ListPage<>(List.of("b/2"), List.of(), "b/2", ""));
        assertThat(list(keys, "", "/", "", 0).isTruncated()).isFalse();
    }

    private static List<LifecycleRule> rules(String rule) {
        return LifecycleRule.of(Element.parse(
                "<LifecycleConfiguration><Rule><Status>Enabled</Status>" + rule + "</Rule></LifecycleConfiguration>"));
    }

    @Test
    void objectsExpireAtTheMidnightAfterTheirDays() {
        List<LifecycleRule> rules = rules("<Filter><Prefix>k</Prefix></Filter><Expiration><Days>1</Days></Expiration>");
        List<ObjectVersion> young = List.of(version("k", 1, false));

        assertThat(LifecycleDecisions.of(rules, young, 2 * DAY - 1).current()).isFalse();
        assertThat(LifecycleDecisions.of(rules, young, 2 * DAY).current()).isTrue();
        assertThat(LifecycleDecisions.of(rules, List.of(version("other", 1, false)), 9 * DAY))
                .isEqualTo(LifecycleDecisions.Verdict.NOTHING);
    }

    @Test
    void oldVersionsGoAndTheNewestOfThemStay() {
        List<LifecycleRule> rules = rules("<Filter/><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>"
                + "<NewerNoncurrentVersions>1</NewerNoncurrentVersions></NoncurrentVersionExpiration>");
        List<ObjectVersion> versions = List.of(version("k", 3, false), version("k", 2, false), version("k", 1, false));

        assertThat(LifecycleDecisions.of(rules, versions, 9 * DAY).versions()).containsExactly(versions.get(2));
    }

    @Test
    void aDocumentIsWrittenAsItWasRead() {
        Element read = Element.parse("<?xml version='1.0'?><A xmlns='u'> <B x=\"1\">&lt;ü&#13;</B><C/> </A>");

        assertThat(read.write()).isEqualTo("<A><B x=\"1\">&lt;ü&#xD;</B><C/></A>");
        assertThat(Tags.of(Element.parse(Tags.document(Map.of("a", "b")).write())))
                .isEqualTo(Map.of("a", "b"));
        assertThatThrownBy(() -> Element.parse("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"))
                .hasMessageContaining("not well-formed");
    }
}
