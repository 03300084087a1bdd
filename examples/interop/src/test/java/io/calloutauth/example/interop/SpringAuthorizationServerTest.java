package io.calloutauth.example.interop;

import java.io.IOException;

class SpringAuthorizationServerTest extends RealServerStory {

  @Override
  RealServer start(StoryClients clients) throws IOException {
    return SpringAuthorizationServer.start(clients);
  }
}
