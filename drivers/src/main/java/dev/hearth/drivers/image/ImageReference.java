package dev.hearth.drivers.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a container image: {@code registry/repository:tag} or {@code registry/repository@sha256:...}.
 *
 * @param registry host, with its port when it has one
 * @param repository path in the registry
 * @param tag name of the version; {@code latest} when nothing was said; empty with a digest
 * @param digest {@code sha256:...}, or empty
 */
record ImageReference(String registry, String repository, String tag, String digest) {

    private static final Pattern FORM = Pattern.compile("(?<registry>[a-zA-Z0-9][a-zA-Z0-9.-]{0,252}(:[0-9]{1,5})?)/"
            + "(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+){0,64})"
            + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?");

    static ImageReference parse(String uri) throws ImageException {
        Matcher form = FORM.matcher(uri);
        if (!form.matches()) {
            throw new ImageException("'" + uri + "' is no image name: registry/repository:tag, for example"
                    + " 000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1");
        }
        String digest = form.group("digest") == null ? "" : form.group("digest");
        String tag = form.group("tag") == null ? "" : form.group("tag");
        return new ImageReference(
                form.group("registry"),
                form.group("repository"),
                digest.isEmpty() && tag.isEmpty() ? "latest" : tag,
                digest);
    }

    /** Without tag and digest. */
    String name() {
        return registry + "/" + repository;
    }

    /** The name by which exactly this image is meant. */
    String withDigest(String wanted) {
        return name() + "@" + wanted;
    }

    /** What a registry's address says after {@code manifests/}. */
    String version() {
        return digest.isEmpty() ? tag : digest;
    }
}
