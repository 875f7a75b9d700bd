/** When what runs by itself runs, in UTC. What runs once a day is made up for where nothing ran at that time. */
export const CRONTAB = `
* * * * * sweep_tickets ?max=3
* * * * * free_dead_locks ?max=3
*/5 * * * * poll_repositories ?max=3
*/10 * * * * close_quiet_tickets ?max=3
17 4 * * * prune_events ?max=3&fill=1d
37 * * * * sweep_files ?max=3
41 4 * * * sweep_embeddings ?max=3&fill=1d
23 * * * * refit_confidence ?max=3
`;
