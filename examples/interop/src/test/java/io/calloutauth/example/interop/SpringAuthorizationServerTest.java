package io.calloutauth.example.interop;

class SpringAuthorizationServerTest extends RealServerStory {

  @Override
  RealServer start(StoryClients clients) throws Exception {
    return SpringAuthorizationServer.start(clients);
  }
}
