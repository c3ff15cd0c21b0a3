-- Small programs, each with something to find. (No two braces in a row: those would be a slot.)

return [[
```python
def {{f=func}}(items, seen=[]):
    result = []
    for item in items:
        if item["{{key=field}}"] not in seen:
            seen.append(item["{{key=field}}"])
            result.append(item)
    return result

print(len({{f=func}}([{"{{key=field}}": {{small}}}, {"{{key=field}}": {{number}}}])))
```
----
```python
import time

class Limiter:
    def __init__(self, per_second={{number}}):
        self.per_second = per_second
        self.tokens = per_second
        self.last = time.time()

    def allow(self):
        now = time.time()
        self.tokens += (now - self.last) * self.per_second
        if self.tokens < 1:
            return False
        self.last = now
        self.tokens -= 1
        return True
```
----
```go
func {{f=func}}(jobs []string) map[string]int {
	totals := make(map[string]int)
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			totals[job] += len(job) * {{small}}
		}()
	}
	wg.Wait()
	return totals
}
```
----
```javascript
async function {{f=func}}(ids) {
  const out = [];
  ids.forEach(async (id) => {
    const response = await fetch(`/api/{{entity}}/${id}`);
    const body = await response.json();
    if (body.{{key=field}} > {{number}}) out.push(body.{{key=field}});
  });
  return out.sort();
}
```
----
```c
char *{{f=func}}(const char *name, int n)
{
    char buffer[{{number}}];
    int i;

    for (i = 0; i <= n; i++)
        buffer[i] = name[n - i];
    buffer[i] = '\0';
    return buffer;
}
```
----
```sql
SELECT c.country, COUNT(*) AS {{entity}}s, AVG(r.{{key=field}})
FROM customers c
LEFT JOIN {{entity}}s r ON r.customer_id = c.id
WHERE r.{{key=field}} > {{number}}
  AND r.status != 'cancelled'
GROUP BY c.country
HAVING COUNT(*) > 0
ORDER BY 2 DESC
LIMIT {{small}};
```
----
```java
public class {{kind=surname}}Cache {
    private final Map<String, Integer> values = new HashMap<>();

    public int {{f=func}}(String key) {
        if (!values.containsKey(key)) {
            values.put(key, compute(key));
        }
        if (values.size() > {{number}}) {
            values.clear();
        }
        return values.get(key);
    }

    private int compute(String key) {
        return key.hashCode() % {{small}};
    }
}
```
----
```rust
fn {{f=func}}(values: &Vec<i32>) -> Option<f64> {
    let mut sum: i32 = 0;
    for i in 0..values.len() {
        sum += values[i];
    }
    if sum == 0 {
        return None;
    }
    Some((sum / values.len() as i32) as f64 * {{small}}.0)
}
```
----
```bash
#!/bin/bash
for file in $(ls /var/spool/{{service}}/*.csv); do
  lines=`cat $file | wc -l`
  if [ $lines > {{number}} ]; then
    echo "$file is large"
    gzip $file && rm $file
  fi
done
curl -s http://localhost:{{port}}/reload || echo failed
```
----
```lua
local function {{f=func}}(list)
  for i = 1, #list do
    if list[i].{{key=field}} == nil or list[i].{{key=field}} > {{number}} then
      table.remove(list, i)
    end
  end
  return list
end

print(#{{f=func}} { { {{key=field}} = {{small}} }, { {{key=field}} = {{number}} } })
```
----
```typescript
type {{kind=surname}} = { id: number; {{key=field}}?: string; tags: string[] };

export function {{f=func}}(rows: {{kind=surname}}[], page: number, size = {{small}}): {{kind=surname}}[] {
  const sorted = rows.sort((a, b) => (a.{{key=field}}! < b.{{key=field}}! ? -1 : 1));
  const start = page * size;
  return sorted.slice(start, start + size - 1).map((row) => ({
    ...row,
    tags: row.tags.map((t) => t.trim().toLowerCase()),
  }));
}
```
----
```ruby
class {{kind=surname}}Report
  def initialize(rows)
    @rows = rows
  end

  def {{f=func}}
    total = 0
    @rows.each do |row|
      next unless row[:{{key=field}}]
      total += row[:{{key=field}}].to_f.round(2)
    end
    "#{total / @rows.count} per {{entity}} (#{@rows.count} rows, limit {{number}})"
  end
end
```
----
```python
from datetime import datetime, timedelta

def {{f=func}}(start, count):
    """Every {{small}} days at {{clock}}, as local time."""
    day = datetime.strptime(start, "%d.%m.%Y %H:%M")
    dates = []
    while len(dates) < count:
        if day.weekday() < 5:
            dates.append(day.strftime("%Y-%m-%d %H:%M"))
            day += timedelta(days={{small}})
    return dates

for d in {{f=func}}("28.10.2023 {{clock}}", {{small}}):
    print(d)
```
----
```cpp
#include <string>
#include <vector>

std::vector<std::string> {{f=func}}(const std::string &line, char separator) {
  std::vector<std::string> parts;
  size_t from = 0, to;
  while ((to = line.find(separator, from)) != std::string::npos) {
    parts.push_back(line.substr(from, to));
    from = to + 1;
  }
  if (parts.size() > {{number}}) parts.resize({{small}});
  return parts;
}
```
]]
