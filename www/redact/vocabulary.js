// What is never a stranger's: the words of servers, clients, shells and browsers, and the keys of documents. All that
// is not here is replaced, so that what a new version says, or nobody thought of, leaks nothing.

const words = (/** @type {string} */ text) => text.trim().split(/\s+/);

/** Words of messages, commands, headers and file names, in lower case. */
export const WORDS = new Set(words(`
  a about abort aborted aborterror accept access account accountid accounts accountz accstatz acc active actively add
  address addresses addrinfo after again age agent all allow alone already alive an and another answer answered answers
  any api application archive archives are as ash asked at attempt attempting audit auth authorization authorized
  available average await awaiting az bad base64 bash be because been before begin beginning between binary body both
  broken browser but by byte bytes cache cacert came can canceled cannot capture captures cat catching catch caught
  cert certificate changed character charset chunked cli client clipboard close closed closing cluster clusters code
  command completed computer config configured connect connected connecting connection connections connz consumer
  consumers contact container containers content contenttype context continue control cookie copy could couldn couldnt
  coreutils created credential csv curl current curr cut daemon data date day days deadline default defaulted
  defaulting delay deny description desktop detail details dev dial did directory disabled disk dload dns do docker
  doctype document documents does doesn done down download downloads dump dumps due dyn each eai early echo econnrefused
  econnreset ehostunreach elapsed elapsing else empty enable enabled encoding end endif ended ends enetunreach enotfound
  eof epipe err error errors esac established etag etimedout event events exceeded exe exec executing existing exist
  exists exit expected expects expired explicit export failed failing failure false fatal fetch fetching
  few file files filter filtered find first follower footer for forbidden forcibly found free from full gateway
  gateways gatewayz gather get getaddrinfo gif give given gmt go got grep group groups gunzip gz gzip had handle
  handshake hang has have head header headers heading health healthz healthy help here hi high home host hostname hour
  hours how html http https httpclient httpcode https i/o id idle if in inbound incident index info information inner
  input inside insecure instead intact interface internal invalid invoke io ip irm is isn issuer it item items its iwr
  jetstream join jpeg jq js jsm json jsonl jsz just keep key keys kubectl lag lame duck last later latest layer lead
  leader leaders leaf leafnode leafnodes leafs leafz left length less level limit limits limited line linux list listen
  listening load local localhost location log login logged logs long lookup loss lost low ls main malformed many mark
  max maximum may md me mean meanwhile memory message messages meta method mib millisecond milliseconds min minute
  minutes missing mode moment moved moving monitor monitoring monitors more most msg much must name named names
  namespace nats ndjson need needs nested net network networkerror never new next no node nodename nodes none nor
  nosniff not note notes notfound nothing now null number oc of off offline offset ok old on once one online only
  open opened operation option options or order origin other our out outbound outfile output over overview own page
  panic part passed passphrase password past paste pasted path paths peer peerid peers pending per percent permanently
  permission permissions ping pipe pk place places plain please png pod podman pods point policy port position possible
  post powershell present printed privileges problem process processes profile prompt protocol proxy public put qps
  query quit quorum quoted raft raftz ran range rate raw reached read reader reading readings ready real reason received
  recovering recovery recv redirect referer referrer refused region registered reload reloader remote remove removed
  renamed replica replicas replied replies reply report req request requested requests required requires reset
  resolution resolve resolved resolving resource responded responder responders response responses rest restart
  restarted restarting restmethod result results retry return returned returning right root route routed router routes
  routez routing rpc rsh rtt run running sat save saved saving say says script sec second seconds secret secure security
  see self selfsigned send sending sent seq server servers service services session set setup several sh show shut
  shutdown side sign signal signed silent since single size skip sleep slow snapshot so socket some speed specify spent
  srv ssh ssl standalone start started starting state statistics status statuscode statusdescription statz stats statsz
  stderr stdin stdout step still stop stopped stopping storage store stream streams strict string strip subject
  subjects subscriptions subsz subsys success such sudo summary sun sure svc switch sys system systemctl table tail tar
  tcp tee temp temporarily temporary term terminal terminate terminated test text tgz than that the their them then
  there these they this thu tier time timed timeout timeoutsec timer times timestamp title tls tmp to too took total
  transfer tried tries true trust try trying ttl tty tue two txt type typeerror u+ udp unable unauthorized unavailable
  unclustered undefined under undetermined unhealthy unix unknown unreachable unset unsupported until untitled up
  update updated upgrade upload uptime uri url use used user using utf utf8 utf16 v1 v2 valid value values variables
  varnish vars vary varz ver verbose verify version via view violation wait waited waiting wal warn warning was watch
  we webrequest websocket wed were wget what when where whether which while whole whose why will windows with within
  without word words working would write writing wrong wss x509 xh xferd xml yaml yes yet yml you your zcat zero
  zip zone zsh
  jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun january february march april june july
  august september october november december monday tuesday wednesday thursday friday saturday sunday utc
  http/1 http2 http1 h2 h2c nginx body center hr br h1 h2 p span div style script link meta
  bytes kb mb gb tb kib mib gib tib ns us ms s m h d
  varz jsz healthz routez raftz statsz statsz profilez ipqueuesz expvarz kick ldm
  resp inf dbg trc wrn ftl ready daemon
  account_raftz jetstream_info stream_info jsz_full replay manifest accounts clusters artifacts
  maxdepth newline printf print println python python3 journalctl dmesg df free date ps cd type less
  timestamps unspecified continue reused left intact mark bundle multiuse assume supporting
  silent connectfailure curlopt openssl subject issuer expire cipher alpn offers accepted tlsv1 tlsv tls13
  can't don't couldn't won't isn't doesn't wasn't hasn't
  application/json octet keepalive hasn t don won hasnt insufficient resources
  established contact recovering catching unhealthy current probe
  follower candidate closed observer cancelled memory limits interest workqueue instant original explicit
  lastpersubject bystarttime bystartsequence deliver none s2
`));

/** Keys of documents, the servers' and those around them. */
export const KEYS = new Set(words(`
  accept accounts account account_details account_detail account_statz ack_floor ack_policy ack_wait active
  active_accounts active_servers addr allow_direct allow_msg_ttl allow_rollup_hdrs api applied auth_required auth_timeout
  backoff batch body bytes catching_up cid clients cluster cluster_port cluster_size code committed compress_ok
  compression config config_digest config_load_time configured connect_urls connection connections consumer
  consumer_count consumer_detail consumer_limits consumer_name consumer_raft_groups consumer_seq consumers
  consumers_leader cores cpu created current data default_max_consumers deleted deleted_details deliver_policy delivered
  deny_delete deny_purge description details did_solicit discard disabled disk_io_wait_stats domain duplicate_window
  durable_name endpoint err_code error errors ever_had_leader expected feature_flags filter_subject first_seq first_ts
  flags gateway gateways git_commit go gomaxprocs group gwid ha_assets headers healthz host http http_base_path http_host
  http_port http_req_stats https_port id idle in_bytes in_client_bytes in_client_msgs in_msgs inbound_connections
  inbound_gateways inflight inputs ip ipq_apply_len ipq_entry_len ipq_proposal_len ipq_resp_len is_configured items
  jetstream js_ack_fc_v2 js_api_reply_v2 js_raft_delete_range js_snapshot_sources jsz kind known label lag last_activity
  last_duration last_replicated_index last_seen last_seq last_time last_ts leader leader_since leaf leafnodes leafs level
  limits local_account lost max_ack_pending max_age max_bytes max_connections max_consumers max_control_line max_deliver
  max_memory max_msg_size max_msgs max_msgs_per_subject max_payload max_pending max_storage max_wait_time max_waiting mem
  memory messages meta meta_cluster metadata mirror mirror_direct moment mqtt msg msgs name nodes now num_ack_pending
  num_cache num_connections num_deleted num_pending num_redelivered num_replicas num_routes num_subjects
  num_subscriptions num_waiting observer offline offset ok options out_bytes out_client_bytes out_client_msgs out_msgs
  outbound_gateways path peer peers pending pending_bytes pending_entries pending_infos pending_requests pending_size
  pindex ping_interval ping_max pool_size port proto pterm pull quorum_needed raft raft_group raftz reading readings
  received received_from_clients remote_account remote_id remote_name remote_server_name remotes replay_policy replicas
  request rescue reserved_memory reserved_storage response retention rid routes routez rtt sealed sent sent_to_clients seq
  server server_id server_name servers size slow_consumer_stats slow_consumers snapshot source sources
  stale_connection_stats stale_connections stalled_clients start state stats statsz status status_code storage store_dir
  stream stream_detail stream_info stream_name stream_raft_group stream_seq streams streams_leader strict sub subject
  subjects subscriptions sync_interval system_account tags term time tls_timeout tls_required tls_verify total
  total_connections traffic_account ts type uptime urls value variables varz ver version voted_for wait_time waiters waits
  wal websocket write_deadline $SYS _meta_
`));

/** Never a name: what stands where there is none, and what every server has. */
export const RESERVED = new Set([
  '', '_meta_', '$SYS', '$G', '$JS', '0.0.0.0', '::', '[::]', '::1', '[::1]', '127.0.0.1', 'localhost', '>', '*',
]);
