package dev.hearth.services.worker;

/** An exchange that only stands for itself. */
final class FakeExchange implements Exchange {
    @Override
    public void deliver(Delivery delivery) {
        throw new AssertionError("decisions perform nothing");
    }

    @Override
    public void accept() {
        throw new AssertionError("decisions perform nothing");
    }

    @Override
    public void stream(ResponseSink sink, String executedVersion, String contentType) {
        throw new AssertionError("decisions perform nothing");
    }

    @Override
    public void reply(ApiReply reply) {
        throw new AssertionError("decisions perform nothing");
    }

    @Override
    public void refuse(RuntimeApiError error) {
        throw new AssertionError("decisions perform nothing");
    }

    @Override
    public void close() {
        throw new AssertionError("decisions perform nothing");
    }
}
