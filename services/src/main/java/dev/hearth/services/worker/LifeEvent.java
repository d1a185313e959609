package dev.hearth.services.worker;

/** What an environment's mailbox takes: news of the runtime and its sandbox, or of extensions. */
sealed interface LifeEvent permits EnvironmentEvent, ExtensionEvent, RestoreEvent {}
