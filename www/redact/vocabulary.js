// What is never a stranger's: the words of servers, clients, shells and browsers, and the keys of documents. All that
// is not here is replaced, so that what a new version says, or nobody thought of, leaks nothing.

const words = (/** @type {string} */ text) => text.trim().split(/\s+/);

/** Words of messages, commands, headers and file names, in lower case. */
export const WORDS = new Set(words(`
  a abort aborted aborterror about acc accept accepted access account account_raftz accountid accounts accountz
  accstatz active actively add address addresses addrinfo after again age agent alive all allotted allow alone alpn
  already an and another answer answered answers any api application application/json apr april archive archives are
  artifacts as ash asked assume assuming at attempt attempting audit aug august auth authorization authorized
  available average await awaiting az backend bad base64 bash be because been before begin beginning between binary
  body both br broken browser bundle busybox but by bystartsequence bystarttime byte bytes cacert cache came can can't
  canceled cancelled candidate cannot capture captures cat catch catching caught cd center cert certificate changed
  character charset chunked cipher cli client clipboard close closed closing cluster clusters code command completed
  computer config configuration configured connect connected connectfailure connecting connection connections connz
  consumer consumers contact container containers content contenttype context continue control cookie copy coreutils
  could couldn couldn't couldnt created credential csv curl curlopt curr current currently cut d daemon data date day
  days dbg deadline dec december default defaulted defaulting delay deliver denied deny description desktop detail
  details dev df dial dialing did directory disabled disk div dload dmesg dns do docker doctype document documents
  does doesn doesn't don don't done down download downloads duck due dump dumps dyn each eai early echo econnrefused
  econnreset ehostunreach elapsed elapsing else empty enable enabled encoding end ended endif ends enetunreach
  enotfound eof epipe err error errors esac established etag etcdserver etimedout event events exceeded exe exec
  executable executing exist existing exists exit expected expects expire expired explicit export expvarz failed
  failing failure false fatal feb february fetch fetching few file files filter filtered find first follower footer
  for forbidden forcibly found free fri friday from ftl full gateway gateways gatewayz gather gb get getaddrinfo gib
  gif git give given gmt go got grep group groups gunzip gz gzip h h1 h2 h2c had handle handshake hang has hasn hasn't
  hasnt have head header headers heading health healthy healthz held help here hi high home host hostname hour hours
  how hr html http http/1 http1 http2 httpclient httpcode https i/o id idle if in inbound incident index inf info
  information inner input insecure inside instant instead insufficient intact interest interface internal invalid
  invoke io ip ipqueuesz irm is isn isn't issuer it item items its iwr jan january jetstream jetstream_info join
  journalctl jpeg jq js jsm json jsonl jsz jsz_full judged jul july jun june just kb keep keepalive key keys kib kick
  kubectl lag lame last lastpersubject later latest layer ldm lead leader leaderless leaders leaf leafnode leafnodes
  leafs leafz left length less level limit limited limits line link linux list listen listening load loading local
  localhost location log logged login logs long lookup loss lost low ls m main malformed manifest many mar march mark
  max maxdepth maximum may mb md me mean meanwhile memcache memory message messages meta method mib millisecond
  milliseconds min minute minutes missing mode moment mon monday monitor monitoring monitors more most moved moving ms
  msg much multiuse must name named names namespace nats nc ndjson need needs nested net network networkerror never
  new newline next nginx no node nodename nodes none nor nosniff not note notes notfound nothing nov november now ns
  null number observer oc occurred oci oct octet october of off offers offline offset ok old on once one online only
  open opened openssl operation option options or order origin original other our out outbound outfile output over
  overview own p page panic part passed passphrase password past paste pasted path paths peer peerid peers pending per
  percent permanently permission permissions ping pipe pk place places plain please png pod podman pods point policy
  port position possible post powershell present print printed printf println privileges probe problem process
  processes processing profile profilez prompt protocol proxy ps public publickey put python python3 qps query quit
  quorate quorum quoted raft raftz ran range rate raw reached read reader reading readings ready real reason received
  recovering recovery recv redirect referer referrer refused region registered reload reloader remote remove removed
  renamed replay replica replicas replied replies reply report req request requested requests required requires reset
  resolution resolve resolved resolving resource resources resp responded responder responders response responses rest
  restart restarted restarting restmethod result results retry return returned returning reused right root route
  routed router routes routez routing rpc rsh rtt run running runtime s s2 sat saturday save saved saving say says
  script sec second seconds secret secure security see self selfsigned send sending sent sep september seq server
  servers service services serviceunavailable session set setup several sh show shut shutdown side sign signal signed
  silent since single size skip sleep slow snapshot so socket some span specify speed spent srv ssh ssl standalone
  start started starting state statistics stats statsz status statuscode statusdescription statz stderr stdin stdout
  step still stop stopped stopping storage store stream stream_info streams strict string strip style subject subjects
  subscriptions subsys subsz success such sudo summary sun sunday supporting sure svc switch sys system systemctl t
  table tail tar tb tcp tee temp temporarily temporary term terminal terminate terminated test text tgz than that the
  their them then there these they this thu thursday tib tier time timed timeout timeoutsec timer times timestamp
  timestamps title tls tls13 tlsv tlsv1 tmp to too took total transfer trc tried tries true trust try trying ttl tty
  tue tuesday two txt type typeerror u+ udp unable unauthorized unavailable unclustered undecided undefined under
  undetermined unhandled unhealthy unix unknown unreachable unset unspecified unsupported until untitled up update
  updated upgrade upgrading upload uptime uri url us use used user using utc utf utf16 utf8 v1 v2 valid value values
  variables varnish vars vary varz ver verbose verification verify version via view violation wait waited waiting wal
  warn warning was wasn't watch we webrequest websocket wed wednesday were wget what when where whether which while
  whole whose why will windows with within without won won't word words working workqueue would write writing wrn
  wrong wss x509 xferd xh xml yaml yes yet yml you your zcat zero zip zone zsh
`));

/** Keys of documents, the servers' and those around them. */
export const KEYS = new Set(words(`
  $SYS _meta_ accept account account_detail account_details account_statz accounts ack_floor ack_policy ack_wait
  active active_accounts active_servers addr allow_direct allow_msg_ttl allow_rollup_hdrs api applied auth_required
  auth_timeout backoff batch body bytes catching_up cid clients cluster cluster_port cluster_size code committed
  compress_ok compression config config_digest config_load_time configured connect_urls connection connections
  consumer consumer_count consumer_detail consumer_limits consumer_name consumer_raft_groups consumer_seq consumers
  consumers_leader cores cpu created current data default_max_consumers deleted deleted_details deliver_policy
  delivered deny_delete deny_purge description details did_solicit disabled discard disk_io_wait_stats domain
  duplicate_window durable_name endpoint err_code error errors ever_had_leader expected feature_flags filter_subject
  first_seq first_ts flags gateway gateways git_commit go gomaxprocs group gwid ha_assets headers healthz host http
  http_base_path http_host http_port http_req_stats https_port id idle in_bytes in_client_bytes in_client_msgs
  in_msgs inbound_connections inbound_gateways inflight inputs ip ipq_apply_len ipq_entry_len ipq_proposal_len
  ipq_resp_len is_configured items jetstream js_ack_fc_v2 js_api_reply_v2 js_raft_delete_range js_snapshot_sources
  jsz kind known label lag last_activity last_duration last_replicated_index last_seen last_seq last_time last_ts
  leader leader_since leaf leafnodes leafs level limits local_account lost max_ack_pending max_age max_bytes
  max_connections max_consumers max_control_line max_deliver max_memory max_msg_size max_msgs max_msgs_per_subject
  max_payload max_pending max_storage max_wait_time max_waiting mem memory messages meta meta_cluster metadata
  mirror mirror_direct moment mqtt msg msgs name nodes now num_ack_pending num_cache num_connections num_deleted
  num_pending num_redelivered num_replicas num_routes num_subjects num_subscriptions num_waiting observer offline
  offset ok options out_bytes out_client_bytes out_client_msgs out_msgs outbound_gateways path peer peers pending
  pending_bytes pending_entries pending_infos pending_requests pending_size pindex ping_interval ping_max pool_size
  port proto pterm pull quorum_needed raft raft_group raftz reading readings received received_from_clients
  remote_account remote_id remote_name remote_server_name remotes replay_policy replicas request rescue
  reserved_memory reserved_storage response retention rid routes routez rtt sealed sent sent_to_clients seq server
  server_id server_name servers size slow_consumer_stats slow_consumers snapshot source sources
  stale_connection_stats stale_connections stalled_clients start state stats statsz status status_code storage
  store_dir stream stream_detail stream_info stream_name stream_raft_group stream_seq streams streams_leader strict
  sub subject subjects subscriptions sync_interval system_account tags term time tls_required tls_timeout tls_verify
  total total_connections traffic_account ts type uptime urls value variables varz ver version voted_for wait_time
  waiters waits wal websocket write_deadline
`));

/** Never a name: what stands where there is none, and what every server has. */
export const RESERVED = new Set([
  '', '_meta_', '$SYS', '$G', '$JS', '0.0.0.0', '::', '[::]', '::1', '[::1]', '127.0.0.1', 'localhost', '>', '*',
]);
