package io.calloutauth.example.interop;

class SpringAuthorizationServerTest extends RealServerStory {

  @Override
  RealServer start(StoryClients clients) {
    return SpringAuthorizationServer.start(clients);
  }
}
