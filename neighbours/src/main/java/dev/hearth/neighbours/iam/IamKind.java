package dev.hearth.neighbours.iam;

/** The kinds of things that IAM keeps, with the words that it has for them. */
public enum IamKind {
    USER("user", "User", "AIDA", "user", 64),
    GROUP("group", "Group", "AGPA", "group", 128),
    ROLE("role", "Role", "AROA", "role", 64),
    POLICY("policy", "Policy", "ANPA", "policy", 128),
    PROFILE("instance-profile", "Instance Profile", "AIPA", "instanceProfile", 128),
    /** An access key; its name is its id. */
    KEY("access-key", "Access Key", "AKIA", "accessKey", 128),
    /** What is said of the account as a whole, under the one name {@link #ACCOUNT_NAME}. */
    ACCOUNT("account", "Account", "", "account", 64);

    /** The only name of the kind {@link #ACCOUNT}. */
    public static final String ACCOUNT_NAME = "account";

    private final String resource;
    private final String word;
    private final String prefix;
    private final String member;
    private final int nameChars;

    IamKind(String resource, String word, String prefix, String member, int nameChars) {
        this.resource = resource;
        this.word = word;
        this.prefix = prefix;
        this.member = member;
        this.nameChars = nameChars;
    }

    /** Whether signatures depend on it: a key, or whose sessions there are. */
    boolean signs() {
        return this == KEY || this == USER || this == ROLE;
    }

    /** What its ARNs say. */
    public String resource() {
        return resource;
    }

    /** What messages call it. */
    public String word() {
        return word;
    }

    /** What its unique ids begin with. */
    public String prefix() {
        return prefix;
    }

    /** The member of requests that names one, such as {@code roleName}. */
    public String nameMember() {
        return member + "Name";
    }

    /** The longest name, in characters. */
    public int nameChars() {
        return nameChars;
    }
}
