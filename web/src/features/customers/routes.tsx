/** Customers in the registry of pages. */
import { ContactsOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const CustomersPage = lazy(() => import("./CustomersPage"));
const CustomerPage = lazy(() => import("./CustomerPage"));

const feature: Feature = {
  pages: [
    { path: "/customers", title: "customers:title", component: CustomersPage, permissions: ["customers.read"], menu: { group: "service", order: 20, name: "customers", icon: <ContactsOutlined /> } },
    { path: "/customers/$customerId", title: "customers:one", component: CustomerPage, permissions: ["customers.read"] },
  ],
};

export default feature;
