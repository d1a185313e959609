package dev.hearth.neighbours.s3;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/**
 * The refusals of S3 (2006-03-01), with the words that AWS uses when there are no better ones. A fault carries the
 * code as its detail.
 */
public enum S3Error {
    ACCESS_DENIED("AccessDenied", Fault.Kind.ACCESS_DENIED, "Access Denied"),
    ACL_NOT_SUPPORTED("AccessControlListNotSupported", Fault.Kind.INVALID_PARAMETER, "The bucket does not allow ACLs"),
    AUTHORIZATION_MALFORMED(
            "AuthorizationHeaderMalformed",
            Fault.Kind.INVALID_PARAMETER,
            "The authorization header that you provided is not valid."),
    AUTHORIZATION_QUERY(
            "AuthorizationQueryParametersError",
            Fault.Kind.INVALID_PARAMETER,
            "The authorization query parameters that you provided are not valid."),
    BAD_DIGEST(
            "BadDigest", Fault.Kind.INVALID_PARAMETER, "The Content-MD5 you specified did not match what we received."),
    BUCKET_EXISTS(
            "BucketAlreadyExists",
            Fault.Kind.ALREADY_EXISTS,
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system."
                    + " Please select a different name and try again."),
    BUCKET_OWNED(
            "BucketAlreadyOwnedByYou",
            Fault.Kind.ALREADY_EXISTS,
            "Your previous request to create the named bucket succeeded and you already own it."),
    BUCKET_NOT_EMPTY("BucketNotEmpty", Fault.Kind.CONFLICT, "The bucket you tried to delete is not empty"),
    BYTES_AWAY(
            "ServiceUnavailable",
            Fault.Kind.UNAVAILABLE,
            "The object's bytes are on no host that is there now; the host that took them may come back."),
    BYTES_NOT_KEPT(
            "ServiceUnavailable",
            Fault.Kind.UNAVAILABLE,
            "The object's bytes cannot be kept now. Is the disk full? Hearth's log says why."),
    CONDITIONAL_CONFLICT(
            "ConditionalRequestConflict",
            Fault.Kind.CONFLICT,
            "The conditional request cannot succeed due to a conflicting operation against this resource."),
    ENTITY_TOO_LARGE(
            "EntityTooLarge", Fault.Kind.INVALID_PARAMETER, "Your proposed upload exceeds the maximum allowed size"),
    ENTITY_TOO_SMALL(
            "EntityTooSmall",
            Fault.Kind.INVALID_PARAMETER,
            "Your proposed upload is smaller than the minimum allowed size"),
    ILLEGAL_VERSIONING(
            "IllegalVersioningConfigurationException",
            Fault.Kind.INVALID_PARAMETER,
            "The Versioning element must be specified"),
    INCOMPLETE_BODY(
            "IncompleteBody",
            Fault.Kind.INVALID_PARAMETER,
            "You did not provide the number of bytes specified by the Content-Length HTTP header"),
    INTERNAL("InternalError", Fault.Kind.INTERNAL, "We encountered an internal error. Please try again."),
    EXPIRED_TOKEN("ExpiredToken", Fault.Kind.INVALID_PARAMETER, "The provided token has expired."),
    INVALID_ACCESS_KEY(
            "InvalidAccessKeyId",
            Fault.Kind.ACCESS_DENIED,
            "The AWS Access Key Id you provided does not exist in our records."),
    INVALID_ARGUMENT("InvalidArgument", Fault.Kind.INVALID_PARAMETER, "Invalid Argument"),
    INVALID_BUCKET_NAME("InvalidBucketName", Fault.Kind.INVALID_PARAMETER, "The specified bucket is not valid."),
    INVALID_BUCKET_STATE(
            "InvalidBucketState",
            Fault.Kind.CONFLICT,
            "The request is not valid with the current state of the bucket."),
    INVALID_DIGEST("InvalidDigest", Fault.Kind.INVALID_PARAMETER, "The Content-MD5 you specified was invalid."),
    INVALID_LOCATION(
            "InvalidLocationConstraint",
            Fault.Kind.INVALID_PARAMETER,
            "The specified location-constraint is not valid"),
    INVALID_PART(
            "InvalidPart",
            Fault.Kind.INVALID_PARAMETER,
            "One or more of the specified parts could not be found.  The part may not have been uploaded, or the"
                    + " specified entity tag may not match the part's entity tag."),
    INVALID_PART_NUMBER(
            "InvalidPartNumber", Fault.Kind.INVALID_PARAMETER, "The requested partnumber is not satisfiable"),
    INVALID_PART_ORDER(
            "InvalidPartOrder",
            Fault.Kind.INVALID_PARAMETER,
            "The list of parts was not in ascending order. Parts must be ordered by part number."),
    INVALID_POLICY(
            "InvalidPolicyDocument",
            Fault.Kind.INVALID_PARAMETER,
            "The content of the form does not meet the conditions specified in the policy document."),
    INVALID_RANGE("InvalidRange", Fault.Kind.INVALID_PARAMETER, "The requested range is not satisfiable"),
    INVALID_REQUEST("InvalidRequest", Fault.Kind.INVALID_PARAMETER, "Invalid Request"),
    INVALID_RETENTION(
            "InvalidRetentionPeriod",
            Fault.Kind.INVALID_PARAMETER,
            "Default retention period must be a positive integer value."),
    INVALID_STORAGE_CLASS(
            "InvalidStorageClass", Fault.Kind.INVALID_PARAMETER, "The storage class you specified is not valid"),
    INVALID_TAG("InvalidTag", Fault.Kind.INVALID_PARAMETER, "The tag provided was not a valid tag."),
    KEY_TOO_LONG("KeyTooLongError", Fault.Kind.INVALID_PARAMETER, "Your key is too long"),
    MALFORMED_ACL(
            "MalformedACLError",
            Fault.Kind.INVALID_PARAMETER,
            "The XML you provided was not well-formed or did not validate against our published schema"),
    MALFORMED_POLICY("MalformedPolicy", Fault.Kind.INVALID_PARAMETER, "This policy contains invalid Json"),
    MALFORMED_POST(
            "MalformedPOSTRequest",
            Fault.Kind.INVALID_PARAMETER,
            "The body of your POST request is not well-formed multipart/form-data."),
    MALFORMED_XML(
            "MalformedXML",
            Fault.Kind.INVALID_PARAMETER,
            "The XML you provided was not well-formed or did not validate against our published schema"),
    METADATA_TOO_LARGE(
            "MetadataTooLarge",
            Fault.Kind.INVALID_PARAMETER,
            "Your metadata headers exceed the maximum allowed metadata size"),
    METHOD_NOT_ALLOWED(
            "MethodNotAllowed",
            Fault.Kind.INVALID_PARAMETER,
            "The specified method is not allowed against this resource."),
    MISSING_LENGTH(
            "MissingContentLength", Fault.Kind.INVALID_PARAMETER, "You must provide the Content-Length HTTP header."),
    NO_CORS("NoSuchCORSConfiguration", Fault.Kind.NOT_FOUND, "The CORS configuration does not exist"),
    NO_ENCRYPTION(
            "ServerSideEncryptionConfigurationNotFoundError",
            Fault.Kind.NOT_FOUND,
            "The server side encryption configuration was not found"),
    NO_LIFECYCLE("NoSuchLifecycleConfiguration", Fault.Kind.NOT_FOUND, "The lifecycle configuration does not exist"),
    NO_OBJECT_LOCK(
            "ObjectLockConfigurationNotFoundError",
            Fault.Kind.NOT_FOUND,
            "Object Lock configuration does not exist for this bucket"),
    NO_OBJECT_RETENTION(
            "NoSuchObjectLockConfiguration",
            Fault.Kind.NOT_FOUND,
            "The specified object does not have a ObjectLock configuration"),
    NO_OWNERSHIP(
            "OwnershipControlsNotFoundError", Fault.Kind.NOT_FOUND, "The bucket ownership controls were not found"),
    NO_PUBLIC_ACCESS_BLOCK(
            "NoSuchPublicAccessBlockConfiguration",
            Fault.Kind.NOT_FOUND,
            "The public access block configuration was not found"),
    NO_REPLICATION(
            "ReplicationConfigurationNotFoundError",
            Fault.Kind.NOT_FOUND,
            "The replication configuration was not found"),
    NO_SUCH_BUCKET("NoSuchBucket", Fault.Kind.NOT_FOUND, "The specified bucket does not exist"),
    NO_SUCH_CONFIGURATION("NoSuchConfiguration", Fault.Kind.NOT_FOUND, "The specified configuration does not exist."),
    NO_SUCH_KEY("NoSuchKey", Fault.Kind.NOT_FOUND, "The specified key does not exist."),
    NO_SUCH_POLICY("NoSuchBucketPolicy", Fault.Kind.NOT_FOUND, "The bucket policy does not exist"),
    NO_SUCH_UPLOAD(
            "NoSuchUpload",
            Fault.Kind.NOT_FOUND,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or"
                    + " completed."),
    NO_SUCH_VERSION("NoSuchVersion", Fault.Kind.NOT_FOUND, "The specified version does not exist."),
    NO_TAGS("NoSuchTagSet", Fault.Kind.NOT_FOUND, "The TagSet does not exist"),
    NO_WEBSITE(
            "NoSuchWebsiteConfiguration",
            Fault.Kind.NOT_FOUND,
            "The specified bucket does not have a website configuration"),
    NOT_IMPLEMENTED(
            "NotImplemented",
            Fault.Kind.INVALID_PARAMETER,
            "A header or query you provided implies functionality that is not implemented."),
    NOT_MODIFIED("NotModified", Fault.Kind.PRECONDITION_FAILED, "Not Modified"),
    OPERATION_ABORTED(
            "OperationAborted",
            Fault.Kind.CONFLICT,
            "A conflicting conditional operation is currently in progress against this resource. Please try again."),
    PRECONDITION_FAILED(
            "PreconditionFailed",
            Fault.Kind.PRECONDITION_FAILED,
            "At least one of the pre-conditions you specified did not hold"),
    REQUEST_SKEWED(
            "RequestTimeTooSkewed",
            Fault.Kind.ACCESS_DENIED,
            "The difference between the request time and the current time is too large."),
    REQUEST_TIMEOUT(
            "RequestTimeout",
            Fault.Kind.INVALID_PARAMETER,
            "Your socket connection to the server was not read from or written to within the timeout period."),
    SHA256_MISMATCH(
            "XAmzContentSHA256Mismatch",
            Fault.Kind.INVALID_PARAMETER,
            "The provided 'x-amz-content-sha256' header does not match what was computed."),
    SIGNATURE_MISMATCH(
            "SignatureDoesNotMatch",
            Fault.Kind.ACCESS_DENIED,
            "The request signature we calculated does not match the signature you provided. Check your key and signing"
                    + " method."),
    TOO_MANY_BUCKETS(
            "TooManyBuckets", Fault.Kind.LIMIT_EXCEEDED, "You have attempted to create more buckets than allowed");

    private final String code;
    private final Fault.Kind kind;
    private final String words;

    S3Error(String code, Fault.Kind kind, String words) {
        this.code = code;
        this.kind = kind;
        this.words = words;
    }

    /** AWS's name of it. */
    public String code() {
        return code;
    }

    /** This refusal in AWS's usual words, to be thrown. */
    public FaultException thrown() {
        return because(words);
    }

    /** This refusal, to be thrown. */
    public FaultException because(String message) {
        return new Fault(kind, message, code).asException();
    }
}
