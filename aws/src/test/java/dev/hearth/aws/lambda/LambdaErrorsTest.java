package dev.hearth.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;
import dev.hearth.core.Fault.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LambdaErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "VALIDATION,ValidationException,400",
        "INVALID_PARAMETER,InvalidParameterValueException,400",
        "INVALID_REQUEST_CONTENT,InvalidRequestContentException,400",
        "UNSUPPORTED_MEDIA_TYPE,UnsupportedMediaTypeException,415",
        "NOT_FOUND,ResourceNotFoundException,404",
        "ALREADY_EXISTS,ResourceConflictException,409",
        "CONFLICT,ResourceConflictException,409",
        "PRECONDITION_FAILED,PreconditionFailedException,412",
        "LIMIT_EXCEEDED,InvalidParameterValueException,400",
        "CODE_STORAGE_EXCEEDED,CodeStorageExceededException,400",
        "REQUEST_TOO_LARGE,RequestTooLargeException,413",
        "THROTTLED,TooManyRequestsException,429",
        "ACCESS_DENIED,AccessDeniedException,403",
        "INVALID_ZIP,InvalidZipFileException,502",
        "INVALID_RUNTIME,InvalidRuntimeException,502",
        "SNAP_START,SnapStartException,400",
        "RECURSIVE_INVOCATION,RecursiveInvocationException,400",
        "SNAP_START_TIMEOUT,SnapStartTimeoutException,408",
        "NOT_READY,ResourceNotReadyException,502",
        "UNAVAILABLE,ServiceException,500",
        "INTERNAL,ServiceException,500"
    })
    void everyKindHasItsCode(Kind kind, String code, int status) {
        assertThat(LambdaErrors.of(new Fault(kind, "why", "Reason")))
                .isEqualTo(new AwsError(code, status, "why", "Reason"));
    }

    @ParameterizedTest
    @CsvSource({"RequestEntityTooLarge,RequestEntityTooLargeException", "'',RequestTooLargeException"})
    void packagesAndPayloadsThatAreTooLargeDiffer(String detail, String code) {
        assertThat(LambdaErrors.of(new Fault(Kind.REQUEST_TOO_LARGE, "why", detail)))
                .isEqualTo(new AwsError(code, 413, "why", ""));
    }
}
