package dev.hearth.neighbours.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tags as documents: {@code <Tagging><TagSet><Tag>...}, and what they may be. */
public interface Tags {

    int MAX_KEY = 128;
    int MAX_VALUE = 256;

    /** The tags of a document; refuses a malformed one. */
    static Map<String, String> of(Element tagging) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Element tag : tagging.child("TagSet").children("Tag")) {
            String key = tag.text("Key");
            if (tags.put(key, tag.text("Value")) != null) {
                throw S3Error.INVALID_TAG.because("Cannot provide multiple Tags with the same key");
            }
        }
        return tags;
    }

    static Element document(Map<String, String> tags) {
        Element.Builder set = Element.named("TagSet");
        tags.forEach((key, value) -> set.add(
                Element.named("Tag").leaf("Key", key).leaf("Value", value).build()));
        return Element.named("Tagging").add(set.build()).build();
    }

    /** Refuses what S3 does not take. */
    static Map<String, String> require(Map<String, String> tags, int most) {
        if (tags.size() > most) {
            throw (most == S3Limits.OBJECT_TAGS
                    ? S3Error.INVALID_TAG.because("Object tags cannot be greater than " + most)
                    : S3Error.INVALID_TAG.because("Bucket tag count cannot be greater than " + most));
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY) {
                throw S3Error.INVALID_TAG.because("The TagKey you have provided is invalid");
            }
            if (value.length() > MAX_VALUE) {
                throw S3Error.INVALID_TAG.because("The TagValue you have provided is invalid");
            }
            if (key.startsWith("aws:") && most == S3Limits.OBJECT_TAGS) {
                throw S3Error.INVALID_TAG.because("Your TagKey cannot be prefixed with aws:");
            }
        });
        return tags;
    }
}
