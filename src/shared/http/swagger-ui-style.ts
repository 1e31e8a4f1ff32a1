/** Rules on top of Swagger UI's own style sheet. */
export const SWAGGER_UI_STYLE = `
.swagger-ui .topbar,
.swagger-ui .response-col_links { display: none }
.swagger-ui .filter .operation-filter-input { max-width: 100%; width: 30em }

/* On a phone, what stands side by side comes one below the other, and what is long breaks or scrolls by itself. */
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px }
  .swagger-ui .info { margin: 24px 0 }
  .swagger-ui .opblock-tag { align-items: flex-start; flex-wrap: wrap; padding: 10px 0 }
  .swagger-ui .opblock-tag > :first-child { flex: 1 }
  .swagger-ui .opblock-tag small { flex: 1 0 100%; order: 1; padding: 4px 0 0 }
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap }
  .swagger-ui .opblock .opblock-summary-path { max-width: calc(100% - 110px) }
  .swagger-ui .opblock .opblock-summary-description { flex: 1 0 100%; padding-left: 6px; white-space: normal }
  .swagger-ui .opblock-description-wrapper,
  .swagger-ui .opblock .opblock-section-header,
  .swagger-ui .responses-inner,
  .swagger-ui .table-container,
  .swagger-ui .execute-wrapper,
  .swagger-ui .btn-group { padding-left: 10px; padding-right: 10px }
  .swagger-ui table.parameters,
  .swagger-ui table.responses-table { display: block }
  .swagger-ui table.parameters > thead,
  .swagger-ui table.responses-table > thead { display: none }
  .swagger-ui table.parameters > tbody,
  .swagger-ui table.parameters > tbody > tr,
  .swagger-ui table.parameters > tbody > tr > td,
  .swagger-ui table.responses-table > tbody,
  .swagger-ui table.responses-table > tbody > tr,
  .swagger-ui table.responses-table > tbody > tr > td { display: block; max-width: 100%; min-width: 0; padding: 2px 0; width: auto }
  .swagger-ui table.parameters > tbody > tr,
  .swagger-ui table.responses-table > tbody > tr { border-top: 1px solid rgba(128, 128, 128, .3); padding: 8px 0 }
  .swagger-ui .responses-inner .response-col_status { font-weight: 700 }
  .swagger-ui .response table.headers td { overflow-wrap: anywhere; padding: 2px 4px 2px 0 }
  .swagger-ui .response-controls { flex-wrap: wrap }
  .swagger-ui .highlight-code, .swagger-ui pre { max-width: 100%; overflow-x: auto }
  .swagger-ui input[type=text], .swagger-ui textarea, .swagger-ui select { max-width: 100% }
  .swagger-ui .dialog-ux .modal-ux { max-width: 96vw; min-width: 0; width: 96vw }
  .swagger-ui .auth-container input[type=text], .swagger-ui .auth-container input[type=password] { min-width: 0; width: 100% }
}
`;
