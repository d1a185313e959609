package dev.hearth.core;

/**
 * The account and region that this Hearth answers for.
 *
 * @param account twelve digits
 * @param region a region name such as {@code us-east-1}
 */
public record AwsScope(String account, String region) {

    /** The ARN of {@code resource} of {@code service} in this account and region. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}
