-- An outage, told by those who had to explain it afterwards.

return [[
At {{clock}} on {{weekday}}, the {{first=service}} service began to answer slowly. Nobody was paged, because the alarm
looks at errors and there were none: every request was answered correctly, only late. The first sign that reached a
human was a message from {{name}} in {{department}}, who wrote that the page "feels like wading". By then the median had
gone from {{number}} milliseconds to more than {{small}} seconds, and the queue in front of the {{second=service}}
service held {{number}} thousand entries.

The cause turned out to be a change that had been made {{small}} weeks earlier. A limit on the number of connections had
been raised from {{number}} to a value that was meant to be "high enough never to matter". It did not matter until a
marketing email went out. Then every instance of {{first=service}} opened as many connections as it could, the
database spent its time switching between them, and each query became slower, which made the instances open more.

The first attempt to help made things worse. The engineer on duty restarted {{small}} instances, as the handbook
says. Each of them came up with an empty cache and asked the database for everything at once. For {{number}} minutes the
number of queries was four times the usual peak. The handbook has been changed. It now says to restart one instance, to
wait until it is warm, and to read the next page before touching a second.

Retries deserve a paragraph of their own. A client of {{second=service}} tries again after one second if it gets no
answer, up to {{small}} times. So do the gateway in front of it and the mobile app in front of that. A single
impatient tap could therefore turn into {{number}} requests. None of the three teams knew about the other two. They
have since agreed that only the outermost layer may try again, and that it has to wait longer each time.

The dashboard showed averages. The average of many fast answers and a few very slow ones is an unremarkable number, and
for {{number}} minutes it stayed below the line that would have turned it red. Somebody at last plotted the ninety-ninth
percentile, and the picture changed from a hill to a cliff. All panels on the screen of {{department}} now show three
percentiles. The average has been moved to a corner, where it can do no harm.

Recovery began when {{name}} {{surname}} suggested to turn users away. It went against instinct. But a service that
answers every second request quickly is more useful than one that answers all of them too late, and as soon as the
gateway refused {{percent}} percent of the traffic, the queue emptied. After {{number}} minutes the limit could be
lifted step by step. The full load was back at {{clock}}.

About {{number}} thousand users saw an error page, and {{small}} of them wrote to us. No data was lost. {{number}}
payments were made twice, because a request had been carried out after the client had given up on it; they were
refunded on the following {{weekday}}. The endpoint now takes a key that makes a repeated request harmless. It had
been on the list of wishes for {{duration}}, between two items that nobody remembers.

What went well: the people who were needed were found quickly, the channel stayed calm, and {{name}} wrote down
every step with the time. Without those notes this report would be guesswork. It also helped that one of us had
broken the same service in the same way {{small}} years ago, on a smaller scale, and recognised the shape of the
graph. We would like to make that kind of knowledge less dependent on who is awake.

What went badly: two graphs disagreed about the time by {{small}} minutes, as one machine's clock had been drifting for
{{duration}}. The status page was updated late, since the only person with the password was on a train between
{{city}} and {{city}}. And for a while we believed that the load balancer was at fault, for no better reason than
that it had been at fault the last time.

We have thought about whether to buy larger machines. They would have delayed the trouble by about {{number}}
minutes. The model that {{department}} has built shows that the system has two stable states, a fast and a slow
one, and that beyond a load of {{percent}} percent a small push is enough to get from one to the other. To get
back, the load must fall far below that. More capacity moves the edge. It does not remove it.

Actions: put a bound on every queue, and refuse what does not fit ({{name}}, by {{month}}). Test a cold start
under load once a month, on a {{weekday}}, during working hours ({{department}}). Measure latency from the moment
the user wanted the answer, not from the moment the server got around to it ({{name}}). Delete the {{number}}
alarms that have not led to any action in the last year, so that the others can be heard.

A final remark on blame. The person who raised the limit followed the review process, and {{small}} others approved it.
The comment in the code said that the value was temporary. Any of us could have written it. What we lacked was a place
where a harmless-looking number would meet a realistic load before it met the users, and that place is what
the project called {{surname}} will build, starting in {{month}}.
]]
