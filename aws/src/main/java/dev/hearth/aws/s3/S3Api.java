package dev.hearth.aws.s3;

import dev.hearth.aws.StreamApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Time;
import dev.hearth.neighbours.s3.S3;
import java.util.function.Supplier;

/** The S3 API (2006-03-01). */
public interface S3Api {

    /** The API over what {@code s3} gives, which is asked when the first request for S3 comes. */
    static StreamApi create(Supplier<S3> s3, Time time, AwsScope scope) {
        return new S3Edge(s3, time, scope);
    }
}
