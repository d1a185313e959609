package dev.hearth.aws.events;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.events.Archive;
import dev.hearth.neighbours.events.ArchiveSize;
import dev.hearth.neighbours.events.Archives;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.Page;
import software.amazon.awssdk.services.eventbridge.model.ArchiveState;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.DeleteArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.ListArchivesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListArchivesResponse;
import software.amazon.awssdk.services.eventbridge.model.UpdateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateArchiveResponse;

/** Archives: they are ready when they are made. */
final class ArchiveOperations {

    private final Events events;

    ArchiveOperations(Events events) {
        this.events = events;
    }

    CreateArchiveResponse create(Call call, CreateArchiveRequest request) {
        Archive archive = events.archives()
                .create(new Archives.Wish(
                        request.archiveName(),
                        Needed.member(request.eventSourceArn(), "eventSourceArn"),
                        request.description(),
                        request.eventPattern(),
                        request.retentionDays(),
                        request.kmsKeyIdentifier()));
        return CreateArchiveResponse.builder()
                .archiveArn(events.archives().arn(archive))
                .state(ArchiveState.ENABLED)
                .creationTime(Needed.time(archive.createdMillis()))
                .build();
    }

    UpdateArchiveResponse update(Call call, UpdateArchiveRequest request) {
        Archive archive = events.archives()
                .update(new Archives.Wish(
                        Needed.member(request.archiveName(), "archiveName"),
                        null,
                        request.description(),
                        request.eventPattern(),
                        request.retentionDays(),
                        request.kmsKeyIdentifier()));
        return UpdateArchiveResponse.builder()
                .archiveArn(events.archives().arn(archive))
                .state(ArchiveState.ENABLED)
                .creationTime(Needed.time(archive.createdMillis()))
                .build();
    }

    DeleteArchiveResponse delete(Call call, DeleteArchiveRequest request) {
        events.archives().delete(Needed.member(request.archiveName(), "archiveName"));
        return DeleteArchiveResponse.builder().build();
    }

    DescribeArchiveResponse describe(Call call, DescribeArchiveRequest request) {
        Archive archive = events.archives().get(Needed.member(request.archiveName(), "archiveName"));
        ArchiveSize size = events.archives().size(archive);
        return DescribeArchiveResponse.builder()
                .archiveName(archive.name())
                .archiveArn(events.archives().arn(archive))
                .eventSourceArn(busArn(archive))
                .description(Needed.shown(archive.description()))
                .eventPattern(Needed.shown(archive.pattern()))
                .state(ArchiveState.ENABLED)
                .kmsKeyIdentifier(Needed.shown(archive.kmsKey()))
                .retentionDays(archive.retentionDays())
                .sizeBytes(size.bytes())
                .eventCount(size.events())
                .creationTime(Needed.time(archive.createdMillis()))
                .build();
    }

    private String busArn(Archive archive) {
        return events.buses().arn(events.buses().get(archive.bus()));
    }

    ListArchivesResponse list(Call call, ListArchivesRequest request) {
        Page<Archive> page = events.archives()
                .list(
                        request.namePrefix(),
                        request.eventSourceArn(),
                        Needed.page(request.limit(), request.nextToken()));
        return ListArchivesResponse.builder()
                .archives(page.items().stream().map(this::listed).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private software.amazon.awssdk.services.eventbridge.model.Archive listed(Archive archive) {
        ArchiveSize size = events.archives().size(archive);
        return software.amazon.awssdk.services.eventbridge.model.Archive.builder()
                .archiveName(archive.name())
                .eventSourceArn(busArn(archive))
                .state(ArchiveState.ENABLED)
                .retentionDays(archive.retentionDays())
                .sizeBytes(size.bytes())
                .eventCount(size.events())
                .creationTime(Needed.time(archive.createdMillis()))
                .build();
    }
}
