import { createRoot } from "react-dom/client";
import { ApiProvider, ConnectWidget } from "@mxenabled/connect-widget";
import "@mxenabled/connect-widget/dist/style.css";

const root = document.getElementById("root");
const get = async (path) => (await fetch(root.dataset.base + path)).json();
const api = {
  loadPopularInstitutions: () => get("/popular.json"),
  loadInstitutions: (query) => get(`/institutions?${new URLSearchParams(query)}`),
};
const profiles = {
  loading: false,
  client: { guid: "CLT-1" },
  clientColorScheme: {},
  clientProfile: {},
  user: { guid: "USR-1" },
  userProfile: {},
  widgetProfile: {},
};

createRoot(root).render(
  <ApiProvider apiValue={api}>
    <ConnectWidget
      clientConfig={{ mode: "aggregation" }}
      language={{ locale: "en", custom_copy_namespace: "" }}
      onAnalyticEvent={() => {}}
      profiles={profiles}
      userFeatures={{ items: [] }}
      showTooSmallDialog={false}
    />
  </ApiProvider>,
);
