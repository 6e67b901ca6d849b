import json,sys,re
G=[json.loads(l) for l in open('/tmp/gold/g1.jsonl')]
O=[json.loads(l) for l in open('out.jsonl')]
assert len(G)==len(O)
def close(a,b): return abs(a-b)<=1e-5*max(abs(a),abs(b),1e-12)
def veq(a,b):
    if isinstance(a,list)!=isinstance(b,list): return False
    if isinstance(a,list): return close(a[0],b[0]) and close(a[1],b[1])
    return close(a,b)
SYN={'tonne':'ton','litre':'liter','metre':'meter','kilometre':'kilometer','pence':'penny','rouble':'ruble','nanometre':'nanometer','kroner':'krone','kilogramme':'kilogram','percent':'percentage','sterling':'pound'}
def head(u):
    u=re.sub(r' per .*','',u.lower().strip())
    if u=='pound sterling': u='pound'
    if u in('british penny','penny sterling'): u='penny'
    if u=='bpd': u='barrel'
    h=u.split()[-1] if u else ''
    return SYN.get(h,h)
def words(s):
    r=set()
    for w in re.findall(r"[a-z]+",s.lower()):
        if len(w)<3: continue
        w=re.sub(r'ies$','y',w); w=re.sub(r's$','',w); r.add(w)
    return r
gen=sys.argv[1:]
N=dict(gold=0,giv=0,v=0,u=0,c=0,t=0,ts=0); strict_c=0; strict_u=0
errs=[]
for g,o in zip(G,O):
    giv=list(o['figures']); used=[False]*len(giv)
    def match(f):
        best=None
        for i,x in enumerate(giv):
            if used[i] or not veq(f['value'],x['value']): continue
            uo=head(x['unit']) in [head(u) for u in [f['unit']]+f.get('unit_also',[])]
            co=x['change'] in [f['change']]+f.get('change_also',[])
            s=2*uo+co
            if best is None or s>best[0]: best=(s,i,uo,co)
        return best
    E=[]
    N['gold']+=len(g['figures'])
    for f in g['figures']:
        m=match(f)
        if not m: E.append(('MISS',f,None)); continue
        _,i,uo,co=m; used[i]=True; x=giv[i]
        gu=' '.join([f['unit']]+f.get('unit_also',[]))
        gt=words(gu+' '+' '.join(f['topic'])); xt=words(x['unit']+' '+x['concept'])
        to=bool(gt&xt)
        ts=bool(words(' '.join(f['topic']))&xt)
        N['v']+=1;N['u']+=uo;N['c']+=co;N['t']+=to;N['ts']+=ts
        strict_c+= x['change']==f['change']; strict_u+=head(x['unit'])==head(f['unit'])
        if not uo: E.append(('UNIT',f,x))
        if not co: E.append(('CHANGE',f,x))
        if not to: E.append(('TOPIC',f,x))
        elif not ts: E.append(('topic-strict',f,x))
    nopt=0
    for f in g.get('optional',[]):
        m=match(f)
        if m: used[m[1]]=True; nopt+=1
    N['giv']+=len(giv)-nopt
    for i,x in enumerate(giv):
        if not used[i]: E.append(('EXTRA',None,x))
    if E: errs.append((g['text'],E))
for k in ('v','u','c','t','ts'):
    p=N[k]/N['giv'];r=N[k]/N['gold'];print(k,'P %.4f R %.4f F1 %.4f  (%d)'%(p,r,2*p*r/(p+r),N[k]))
print(N,'strict (first reading only): unit',strict_u,'change',strict_c)
sh=lambda f:None if f is None else (f['value'],f['unit'],f['change'],f.get('topic') or f.get('concept'))
for t,E in errs:
    print('\n'+t)
    for k,a,b in E: print('   ',k,'gold',sh(a),'| given',sh(b))
