package io.calloutauth.client;

/**
 * Marks exceptions whose message is ours from beginning to end, so that it may be logged: those of
 * libraries and of the JDK may quote what was sent.
 */
interface OwnWords {}
