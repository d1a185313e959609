package dev.hearth.aws.lambda;

/** Gives a function URL its address. */
@FunctionalInterface
public interface UrlNames {

    /** The address of the function URL with this id, with a slash at its end. */
    String url(String id);

    /**
     * The addresses {@code http://ID.lambda-url.REGION.localhost:PORT/}: every browser and curl looks them up at home.
     */
    static UrlNames local(String region, int port) {
        return id -> "http://" + id + ".lambda-url." + region + ".localhost:" + port + "/";
    }
}
