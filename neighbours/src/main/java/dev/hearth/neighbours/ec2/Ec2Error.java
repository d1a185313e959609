package dev.hearth.neighbours.ec2;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** The refusals of EC2 by the codes of its API ("Error codes for the Amazon EC2 API"); a fault carries its code. */
public enum Ec2Error {
    MISSING_PARAMETER("MissingParameter", Fault.Kind.VALIDATION),
    INVALID_PARAMETER("InvalidParameterValue", Fault.Kind.INVALID_PARAMETER),
    NO_GROUP("InvalidGroup.NotFound", Fault.Kind.NOT_FOUND),
    MALFORMED_GROUP("InvalidGroupId.Malformed", Fault.Kind.INVALID_PARAMETER),
    GROUP_EXISTS("InvalidGroup.Duplicate", Fault.Kind.ALREADY_EXISTS),
    GROUP_IN_USE("DependencyViolation", Fault.Kind.CONFLICT),
    CANNOT_DELETE("CannotDelete", Fault.Kind.CONFLICT),
    TOO_MANY_GROUPS("SecurityGroupLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    RULE_EXISTS("InvalidPermission.Duplicate", Fault.Kind.ALREADY_EXISTS),
    NO_RULE("InvalidPermission.NotFound", Fault.Kind.NOT_FOUND),
    NO_RULE_ID("InvalidSecurityGroupRuleId.NotFound", Fault.Kind.NOT_FOUND),
    TOO_MANY_RULES("RulesPerSecurityGroupLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    NO_PREFIX_LIST("InvalidPrefixListID.NotFound", Fault.Kind.NOT_FOUND),
    TOO_MANY_PREFIX_LISTS("PrefixListLimitExceeded", Fault.Kind.LIMIT_EXCEEDED),
    TOO_MANY_ENTRIES("PrefixListMaxEntriesExceeded", Fault.Kind.LIMIT_EXCEEDED),
    WRONG_VERSION("PrefixListVersionMismatch", Fault.Kind.CONFLICT),
    BAD_CHANGE("InvalidPrefixListModification", Fault.Kind.INVALID_PARAMETER),
    NO_VERSION("InvalidPrefixListVersion.NotFound", Fault.Kind.NOT_FOUND),
    NO_VPC("InvalidVpcID.NotFound", Fault.Kind.NOT_FOUND),
    NO_SUBNET("InvalidSubnetID.NotFound", Fault.Kind.NOT_FOUND),
    NO_RESOURCE("InvalidID", Fault.Kind.NOT_FOUND),
    TOO_MANY_TAGS("TagLimitExceeded", Fault.Kind.LIMIT_EXCEEDED);

    private final String code;
    private final Fault.Kind kind;

    Ec2Error(String code, Fault.Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** This refusal, to be thrown. */
    public FaultException because(String message) {
        return new Fault(kind, message, code).asException();
    }

    static FaultException noGroup(String id) {
        return NO_GROUP.because("The security group '" + id + "' does not exist");
    }

    static FaultException noPrefixList(String id) {
        return NO_PREFIX_LIST.because("The prefix list ID '" + id + "' does not exist");
    }
}
