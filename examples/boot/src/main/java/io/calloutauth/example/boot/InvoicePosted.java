package io.calloutauth.example.boot;

import io.calloutauth.CalloutAuth;
import io.calloutauth.spring.boot.CalloutRestClients;
import java.net.URI;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

// tag::glue
/** The notification invoice-posted. */
@Service
class InvoicePosted {

  private final RestClient partners;

  InvoicePosted(CalloutRestClients clients, CalloutAuth auth) {
    partners = clients.builder(auth.callouts(), "invoice-posted").build();
  }

  void send(URI partner, String invoice) {
    partners.post().uri(partner).body(invoice).retrieve().toBodilessEntity();
  }
}
// end::glue
