export {
  type AccountToCreate,
  type AdministratorToEnsure,
  IdentityFacade,
  type PersonName,
} from './identity.facade';
export { IdentityModule } from './identity.module';
