package io.calloutauth.oauth;

/** What a request for an authorization server's metadata brought: the metadata, or why not. */
public sealed interface MetadataResult permits ServerMetadata, MetadataFailure {}
