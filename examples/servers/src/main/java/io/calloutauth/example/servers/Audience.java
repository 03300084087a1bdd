package io.calloutauth.example.servers;

/** For whom the access tokens of one authorization server are. */
record Audience(String value) {}
