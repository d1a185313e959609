package dev.hearth.neighbours.cloudformation;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where in S3 a template is.
 *
 * @param bucket whose object
 * @param key of it
 */
record TemplateUrl(String bucket, String key) {

    private static final Pattern S3_HOST = Pattern.compile("s3[.-].*|s3");
    private static final Pattern BUCKET_HOST = Pattern.compile("(.+?)\\.s3[.-].*");

    /** Of a URL with the bucket in its path or in its host name, or of the form {@code s3://bucket/key}. */
    static TemplateUrl of(String url) {
        try {
            URI uri = URI.create(url);
            String host = uri.getHost() == null ? String.valueOf(uri.getAuthority()) : uri.getHost();
            String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
            if ("s3".equals(uri.getScheme())) {
                return checked(host, path, url);
            }
            var named = BUCKET_HOST.matcher(host);
            if (!S3_HOST.matcher(host).matches() && named.matches()) {
                return checked(named.group(1), path, url);
            }
            int slash = path.indexOf('/');
            return slash < 0 ? checked("", "", url) : checked(path.substring(0, slash), path.substring(slash + 1), url);
        } catch (IllegalArgumentException noUrl) {
            throw wrong(url);
        }
    }

    private static TemplateUrl checked(String bucket, String key, String url) {
        if (bucket.isEmpty() || key.isEmpty()) {
            throw wrong(url);
        }
        return new TemplateUrl(bucket, URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static RuntimeException wrong(String url) {
        return CloudFormationError.VALIDATION.because(
                "TemplateURL must be a supported URL: " + (url.length() > 200 ? url.substring(0, 200) : url));
    }
}
