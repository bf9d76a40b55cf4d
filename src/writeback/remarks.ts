/** What muster writes into comments of files, in the reader's language; on one line each, whatever the arguments. */
export interface Remarks {
  /** After `# memory: `, where the live value has no word in files. */
  unknownSetting(live: string): string;
  /** After `# members: `, where files cannot hold an agent number or a priority. */
  unwritableMember(agentNumber: string): string;
  /** Above the members of a team that no longer is what the live group has. */
  teamWrittenOut(team: string): string;
}
