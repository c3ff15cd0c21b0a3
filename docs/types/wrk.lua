---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- What the hooks of a slot are given beside wrk's arguments. It lasts as long as the slot.
---@class wrk_ctx
---@field slot integer its number, from 1
---@field user table the script's own, kept from request to request
---@field tag any what request() writes here, like any other name, the hooks after it read
---@field due number when the request was due: seconds of `stoke.time`'s clock
---@field sent number? when it was sent; from here on known when it has ended
---@field latency number? seconds from sent to the reply's end
---@field ttft number? seconds to the first token, if the path is a protocol's
---@field status integer?
---@field fault string? one of the names in measuring.md; nil: none

--- A numeric address, which `tostring` writes as host:port.
---@class wrk_addr

--- Scripts of wrk and wrk2 run as they are: see [wrk.md](wrk.md). A script with one of the hooks below and
--- without a `journey`, or which changes the table `wrk`, is one. It is read once in the main state and once
--- for each thread; then, for each thread, `setup` is called in the main state and `init` in the thread's. A
--- *slot* is what wrk calls a connection.
---@class wrk
---@field scheme string of the URL, like the next three
---@field host string what the Host header is made of, not where connections go
---@field port string?
---@field path string with the query; what `wrk.format` asks for
---@field method string `GET`
---@field headers table<string, string|number> those of `-H`, and what the script adds
---@field body string?
---@field thread wrk_thread? this thread; nil in the main state
---@field addrs wrk_addr[]? in the main state: the service's addresses at which somebody answers
wrk = {}

---@class wrk_thread
local wrk_thread = {}

--- Called in the main state once for each thread, before its `init`: the place to number threads, and to give
--- them what they need.
---@param thread wrk_thread
function setup(thread) end

--- Called in each thread's state before the load. What the request is by then is what a script without
--- `request` sends.
---@param args table<integer, string> [0] is the URL, [1] and so on what stood after `--`
function init(args) end

--- Asked before every request. With a rate the request is due that much later.
---@param ctx wrk_ctx? new: the slot's own table
---@return number ms how long to wait before the slot's next request; nil: not at all
function delay(ctx) end

--- Says what is sent next: method, path and headers are sent as they are, in their order. Several requests in
--- one text are sent one after another.
---@param ctx wrk_ctx? new: the slot's own table
---@return string? text the whole request, or several; nil or `""`: nothing now, and the slot is asked again after 10 ms (with a rate: when the next is due)
function request(ctx) end

--- Called for each whole reply, whatever its status. Without it headers and bodies are not even collected.
---@param status integer
---@param headers table<string, string> of two with one name the last; names are found in any case
---@param body string as it came
---@param ctx wrk_ctx? new: the slot's own table
function response(status, headers, body, ctx) end

--- New. Called for every token as it comes, if the request's path is a protocol's, such as
--- /v1/chat/completions.
---@param text string
---@param ctx wrk_ctx? new: the slot's own table
---@return boolean? more false ends the reply here, which is no fault
function token(text, ctx) end

--- New. Called when a request has ended in a fault; of a bad status after `response`.
---@param fault string one of the names in measuring.md
---@param ctx wrk_ctx? new: the slot's own table
function failed(fault, ctx) end

--- Makes a request's text. The table of headers that it is given gets a Host and a Content-Length.
---@param method string? instead of `wrk.method`, and so for the others
---@param path string?
---@param headers table<string, string|number>?
---@param body string?
---@return string text the request
function wrk.format(method, path, headers, body) end

--- The request as the `wrk` table has it.
---@return string text what a script without `request` sends
function wrk.request() end

--- All addresses of a name.
---@param host string
---@param service string? a port or its name
---@return wrk_addr[] addrs
function wrk.lookup(host, service) end

--- Whether somebody answers there. It waits for it, and so does all else in the thread.
---@param addr wrk_addr
---@return boolean answers
function wrk.connect(addr) end

--- Those addresses of a name that can be connected to.
---@param host string
---@param service string a port or its name
---@return wrk_addr[] addrs those at which somebody answers; `wrk.addrs` as well
function wrk.resolve(host, service) end

--- The clock on the wall.
---@return number us microseconds since 1970, as in wrk2
function wrk.time_us() end

--- A global of the thread's state.
---@param name string
---@return any value of the thread's global; tables are copied, however deep
function wrk_thread:get(name) end

--- Sets a global of the thread's state.
---@param name string
---@param value any
function wrk_thread:set(name, value) end

--- Ends this thread's load at once; the others go on. `thread.addr` is the other thing that can be set: where
--- its connections go from their next request on.
function wrk_thread:stop() end
