package dev.hearth.cluster;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Remembers at which door somebody is followed. */
record FollowedAt(JoinedMember member, String door) implements HostedWorker.Follower {

    @Override
    public boolean follows(HostedWorker hosted, Message.Rule rule) {
        return member.follows(hosted, rule, door);
    }

    @Override
    public Optional<Message.Promise> heard(Message.Rule rule) {
        return member.heard(rule);
    }

    @Override
    public void resigned() {
        member.resigned();
    }

    @Override
    public void removed() {
        member.removed();
    }

    @Override
    public void certified(ByteBuffer certificate) {
        member.certified(certificate);
    }

    @Override
    public void lost(HostedWorker hosted) {
        member.lost(hosted);
    }
}
