package dev.hearth.aws.ec2;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.ec2.Ec2;

/** The Amazon EC2 API (2016-11-15): security groups, managed prefix lists, and what describes the network. */
public interface Ec2Api {

    /** The API over the groups and lists of this account and region. */
    static AwsApi create(Ec2 ec2) {
        return new Ec2Operations(ec2);
    }
}
